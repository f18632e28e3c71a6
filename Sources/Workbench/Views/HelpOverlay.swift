import Terminal

/// The keys of where the person is, and what the columns mean.
enum HelpOverlay {
  struct Line {
    let key: String
    let text: String
    let role: StyleRole
  }

  /// The text area inside the frame.
  static func area(_ state: WorkbenchState) -> Rect { frame(state.display.size).inset().inset(left: 1, right: 1) }

  private static func frame(_ size: Size) -> Rect {
    let width = min(size.width - 2, 92)
    return Rect(x: (size.width - width) / 2, y: 1, width: width, height: size.height - 2)
  }

  static func lines(_ state: WorkbenchState) -> [Line] {
    let width = area(state).width
    let keyWidth = keyWidth(width)
    var lines: [Line] = []
    func add(_ title: String, _ commands: [Command]) {
      guard !commands.isEmpty else { return }
      if !lines.isEmpty { lines.append(Line(key: "", text: "", role: .plain)) }
      lines.append(Line(key: title, text: "", role: .title))
      for command in commands {
        for (index, part) in TextLayout.wrapped(command.help, width: max(8, width - keyWidth)).enumerated() {
          lines.append(Line(key: index == 0 ? command.keyText : "", text: part, role: .plain))
        }
        if let twin = command.twin, width >= 60 { lines.append(Line(key: "", text: "fqvit " + twin, role: .muted)) }
      }
    }
    let here = Command.all.filter { $0.isInScope(state) }
    add("\(state.view.digit) \(state.view.title)", here.filter { $0.scope == .view(state.view) })
    add("layers", here.filter { $0.scope == .layers })
    add("everywhere", here.filter { $0.scope == .everywhere })
    lines.append(Line(key: "", text: "", role: .plain))
    lines.append(Line(key: "what the columns say", text: "", role: .title))
    for (word, meaning) in legend {
      for (index, part) in TextLayout.wrapped(meaning, width: max(8, width - keyWidth)).enumerated() {
        lines.append(Line(key: index == 0 ? word : "", text: part, role: .plain))
      }
    }
    return lines
  }

  private static let legend: [(String, String)] = [
    ("PTS", "Powers-of-Two Scale: one scale a LayerNorm input, times 2^α a channel, α from 0 to 3."),
    (
      "LIS", "Log-Int-Softmax: the softmax in integers, its results powers of two. 'log' is log2 after a float softmax."
    ),
    ("bits", "The width of the quantizer's codes; f behind a group's says that some of it is in float."),
    ("SQNR", "Signal over quantization noise in dB, of this site alone: higher is better. A group shows its worst."),
    ("accumulated", "SQNR of a site's values against the float network's, with all errors before it: view 4."),
    (
      "levels used", "How many of a quantizer's values any probability falls on, and how many it has; 0 is one of them."
    ),
    ("[!]", "LIS over scores whose scale is too coarse for it (over 1.67): every probability becomes 0."),
    ("range", "The widest channel's range over the median channel's: high is where PTS helps."),
    ("± and [ ]", "95 % intervals. 'vs float' is paired: the same images, so it is far tighter than top-1's own."),
    (
      "flip",
      "An image to which two models give different classes: lost if only the first was right, won if the second."
    ),
    ("agreement", "The share of images whose top-1 class equals the float model's."),
  ]

  private static func keyWidth(_ width: Int) -> Int { width >= 60 ? 20 : 14 }

  static func draw(_ state: WorkbenchState, scroll: Int, _ painter: inout Painter) {
    let rect = frame(state.display.size)
    painter.clear(rect)
    painter.buffer.box(
      rect, title: "help", style: painter.theme[.focusedBorder], titleStyle: painter.theme[.title],
      glyphs: painter.glyphs)
    let area = area(state)
    let lines = lines(state)
    let first = min(scroll, max(0, lines.count - area.height))
    let keyWidth = keyWidth(area.width)
    for (index, line) in lines.dropFirst(first).prefix(area.height).enumerated() {
      let y = area.y + index
      if line.role == .title {
        painter.write(line.key, x: area.x, y: y, role: .title, width: area.width)
      } else {
        painter.write(line.key, x: area.x, y: y, role: .keyHint, width: keyWidth - 1)
        painter.write(line.text, x: area.x + keyWidth, y: y, role: line.role, width: area.width - keyWidth)
      }
    }
    let last = min(first + area.height, lines.count)
    let place = lines.count > area.height ? " \(first + 1)-\(last) of \(lines.count), arrows scroll " : ""
    let text = place + " Escape closes "
    painter.write(text, x: rect.maxX - 2 - text.count, y: rect.maxY - 1, role: .muted)
  }
}
