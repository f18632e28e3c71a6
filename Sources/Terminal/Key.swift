/// One thing that the terminal tells the program: a key, the mouse, a new size, or a signal to leave.
package enum Key: Hashable, Sendable {
  case character(Character)
  case enter
  case tab
  case backTab
  case escape
  case backspace
  case delete
  case insert
  case up
  case down
  case left
  case right
  case pageUp
  case pageDown
  case home
  case end
  case function(Int)
  /// Ctrl with a lower-case letter.
  case control(Character)
  /// Alt (or Escape at once before) with a character.
  case alt(Character)
  /// Text from the clipboard, as one line: it is no key press.
  case paste(String)
  case mouse(MouseEvent)
  /// The screen has this size from now on and shows nothing of the last frame.
  case resize(Size)
  /// A signal asks the program to end; its exit status is 128 + the number.
  case signal(Int32)
  /// A sequence that no key here stands for.
  case unknown
}
