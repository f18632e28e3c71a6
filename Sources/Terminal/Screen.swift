/// Where frames go and keys come from: a terminal, or a recording in a test.
@MainActor
package protocol Screen: AnyObject {
  var size: Size { get }
  var colorDepth: ColorDepth { get }

  /// The next key that has already arrived; nil when there is none, without waiting.
  func nextKey() -> Key?

  /// Shows a frame; what lies outside of the screen is cut.
  func present(_ buffer: CellBuffer)

  func beep()

  /// Gives the terminal back, stops the program until it is continued, and takes the terminal again.
  ///
  /// A `resize` key follows, since nothing of the last frame is left on the screen.
  func suspend()

  /// Gives the terminal back for good, as it was; calling it again does nothing.
  func restore()
}
