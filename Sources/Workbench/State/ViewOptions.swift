package import Quantization

/// What each view remembers while others are shown.
package struct ViewOptions: Hashable, Sendable {
  /// The channel whose histogram is shown; nil shows all values.
  package var channel: Int?
  /// Whether channels stand by their width instead of in their own order.
  package var sortsChannels = false
  /// The head that is shown; nil shows all together.
  package var head: Int?
  /// The step of the attention ladder to compare with; nil shows the present one alone.
  package var comparedScheme: QuantizationScheme?
  /// The record under the cursor in the list of runs, by position, newest first.
  package var runCursor = 0
  /// The flip under the cursor in the comparison of two runs, by position.
  package var flipCursor = 0
  /// The image whose attention the map shows, by its position in the evaluation list.
  package var image = 0
  /// Whether the map shows every token's attention instead of the class token's.
  package var showsAllTokens = false

  package init() {}
}
