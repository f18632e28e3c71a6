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
  package var flipScroll = 0

  package init() {}
}
