/// What the rows of an attention stand for: named tokens first, then a grid of patches.
package struct TokenGrid: Sendable, Hashable {
  /// Rows that are no patches, such as `class` and `register 1`.
  package let prefix: [String]
  /// Patches a column and a row.
  package let rows: Int
  package let columns: Int

  package init(prefix: [String] = [], rows: Int, columns: Int) {
    self.prefix = prefix
    self.rows = rows
    self.columns = columns
  }

  package var count: Int { prefix.count + rows * columns }
}
