/// How an attention's queries, keys and values lie in the rows that it reads.
///
/// G groups (windows; 1 where all tokens see all), H heads, Q queries and K keys a group, D channels a head. Scores and
/// probabilities are [G, H, Q, K], the context [G · Q, H · D].
package struct AttentionShape: Sendable, Hashable {
  package let groupCount: Int
  package let headCount: Int
  package let queryCount: Int
  package let keyCount: Int
  package let headDimension: Int
  /// The first column of the queries, keys and values in their rows.
  package let queryColumn: Int
  package let keyColumn: Int
  package let valueColumn: Int
  /// What products are multiplied by.
  package let scale: Float

  package init(
    groups: Int = 1, heads: Int, queries: Int, keys: Int, headDimension: Int, queryColumn: Int = 0, keyColumn: Int = 0,
    valueColumn: Int = 0, scale: Float
  ) {
    groupCount = groups
    headCount = heads
    queryCount = queries
    keyCount = keys
    self.headDimension = headDimension
    self.queryColumn = queryColumn
    self.keyColumn = keyColumn
    self.valueColumn = valueColumn
    self.scale = scale
  }

  /// Queries, keys and values side by side in one value, [G · T, 3 · H · D], scaled by D^−½ unless told otherwise.
  package init(packed groups: Int = 1, tokens: Int, heads: Int, width: Int, scale: Float? = nil) {
    self.init(
      groups: groups, heads: heads, queries: tokens, keys: tokens, headDimension: width / heads, queryColumn: 0,
      keyColumn: width, valueColumn: 2 * width, scale: scale ?? 1 / Float(width / heads).squareRoot())
  }

  package var width: Int { headCount * headDimension }
  /// Of scores and probabilities.
  package var scoreShape: ValueShape {
    ValueShape(rows: groupCount * headCount * queryCount, columns: keyCount)
  }
  package var contextShape: ValueShape { ValueShape(rows: groupCount * queryCount, columns: width) }
}
