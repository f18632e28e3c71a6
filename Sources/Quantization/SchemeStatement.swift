/// One line of a configuration in words: the rows that a pattern names get a scheme.
///
/// Statements are applied in order, and a later one replaces an earlier. On the command line: `--set 'ROWS=SCHEME'`.
package struct SchemeStatement: Hashable, Sendable, Codable {
  /// A row's name, its alias, a group's name or a pattern.
  package let rows: String
  package let scheme: QuantizationScheme

  package init(rows: String, scheme: QuantizationScheme) {
    self.rows = rows
    self.scheme = scheme
  }
}
