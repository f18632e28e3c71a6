import Terminal
import Texts

/// A line that is being typed: a long one scrolls so that its cursor stays in sight.
enum InputLine {
  static func draw(_ label: String, _ input: TextInput, hint: String = "", in rect: Rect, _ painter: inout Painter) {
    let x = rect.x + painter.write(label, x: rect.x, y: rect.y, role: .title, width: rect.width)
    let hintWidth = hint.isEmpty || rect.width < 70 ? 0 : painter.width(of: hint) + 2
    let room = max(1, rect.maxX - x - hintWidth - 1)
    // A character may take two columns, or stand as several where it cannot be shown.
    let pieces = input.characters.map { painter.glyphs.spelled(String($0).printable) }
    let widths = pieces.map { DisplayWidth.of($0) }
    var first = 0
    var place = widths.prefix(input.cursor).reduce(0, +)
    while place > room - 1, first < input.cursor {
      place -= widths[first]
      first += 1
    }
    // What the first key replaces looks like it.
    painter.write(
      pieces.dropFirst(first).joined(), x: x, y: rect.y, role: input.isProposal ? .muted : .plain, width: room)
    if first > 0 { painter.write(painter.glyphs.left, x: x, y: rect.y, role: .muted) }
    let cursorWidth = max(1, input.cursor < widths.count ? widths[input.cursor] : 1)
    let width = min(cursorWidth, max(1, rect.maxX - x - place))
    painter.buffer.restyle(Rect(x: x + place, y: rect.y, width: width, height: 1)) { style in
      var style = style
      style.reverse = true
      return style
    }
    if hintWidth > 0 { painter.write(hint, x: rect.maxX - hintWidth, y: rect.y, role: .muted) }
  }
}
