/// What lies over the panes and has the keys.
package enum Overlay: Hashable, Sendable {
  /// The card of the first start.
  case tour
  case help(scroll: Int)
  case palette(input: TextInput, cursor: Int)
  /// The filter that was there before, to return to on Escape.
  case filter(input: TextInput, before: String)
  case bits(choice: Int)
  case exportPath(TextInput)
  case screenPath(TextInput)
  case logPath(TextInput)
  case quitConfirmation

  /// Whether characters go into a line.
  var hasText: Bool {
    switch self {
    case .palette, .filter, .exportPath, .screenPath, .logPath: true
    case .tour, .help, .bits, .quitConfirmation: false
    }
  }
}
