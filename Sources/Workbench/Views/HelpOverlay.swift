import Terminal

/// The keys of where the person is, and what the words on screen mean.
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

  static func lines(_ state: WorkbenchState) -> [Line] { keys(state) + [Line(key: "", text: "", role: .plain)] + words(state) }

  /// The line at which the words begin.
  static func glossaryLine(_ state: WorkbenchState) -> Int { keys(state).count + 1 }

  static func lastScroll(_ state: WorkbenchState) -> Int { max(0, lines(state).count - area(state).height) }

  /// The lines that hold a text, in any case.
  static func hits(_ state: WorkbenchState, pattern: String) -> [Int] {
    let pattern = pattern.lowercased()
    return lines(state).enumerated().filter { _, line in
      line.key.lowercased().contains(pattern) || line.text.lowercased().contains(pattern)
    }.map(\.offset)
  }

  private static func keys(_ state: WorkbenchState) -> [Line] {
    let width = area(state).width
    var lines: [Line] = []
    func add(_ title: String, _ commands: [Command]) {
      guard !commands.isEmpty else { return }
      if !lines.isEmpty { lines.append(Line(key: "", text: "", role: .plain)) }
      lines.append(Line(key: title, text: "", role: .title))
      for command in commands {
        lines += wrapped(command.keyText, command.help, width: width)
        guard width >= 60 else { continue }
        let ways = [command.argument.map { ":" + $0.example }, command.twin.map { "fqvit " + $0 }].compactMap(\.self)
        if !ways.isEmpty { lines.append(Line(key: "", text: ways.joined(separator: "   "), role: .muted)) }
      }
    }
    let here = Command.all.filter { $0.isInScope(state) }
    add("\(state.view.digit) \(state.view.title)", here.filter { $0.scope == .view(state.view) })
    add("layers", here.filter { $0.scope == .layers })
    add("everywhere", here.filter { $0.scope == .everywhere })
    return lines
  }

  private static func words(_ state: WorkbenchState) -> [Line] {
    let width = area(state).width
    return [Line(key: "what the words say", text: "", role: .title)]
      + glossary.flatMap { word, meaning in wrapped(word, meaning, width: width) }
  }

  private static func wrapped(_ key: String, _ text: String, width: Int) -> [Line] {
    let keyWidth = keyWidth(width)
    return TextLayout.wrapped(text, width: max(8, width - keyWidth)).enumerated().map { index, part in
      Line(key: index == 0 ? key : "", text: part, role: .plain)
    }
  }

  private static let glossary: [(String, String)] = [
    ("W8 A8", "Weights and activations at 8 bits each."),
    ("PTS 24/25", "Powers-of-Two Scale at 24 of 25 LayerNorm inputs: one scale, times 2^α for each channel, α from 0 to 3."),
    ("LIS 12/12", "Log-Int-Softmax at 12 of 12 attentions: softmax in integers, its results powers of two."),
    ("log", "In the LIS column: log2, a float softmax rounded to powers of two."),
    ("[!]", "LIS over scores whose scale is too coarse for it (over 1.67): every probability becomes 0."),
    ("bits", "The width of the codes; of a group 4-8 from the least to the most, mixed where some rows are in float."),
    ("SQNR", "Signal over quantization noise in dB, of this row alone: higher is better. A group shows its worst."),
    ("accumulated", "SQNR of a row's values against the float network's, with all errors before it: view 4."),
    ("range", "The widest channel's range over the median channel's: high is where PTS helps."),
    ("levels used", "How many of a quantizer's values any probability falls on, and how many it has; 0 is one."),
    ("± and [ ]", "95 % intervals. 'vs float' is paired: the same images, so it is far tighter than top-1's own."),
    ("flip", "An image to which two models give different classes: lost if only the first was right, won if the second."),
    ("agreement", "The share of images whose top-1 class equals the float model's."),
  ]

  private static func keyWidth(_ width: Int) -> Int { width >= 60 ? 20 : 14 }

  static func draw(_ state: WorkbenchState, _ place: HelpPlace, _ painter: inout Painter) {
    let rect = frame(state.display.size)
    painter.frame(rect, title: "help")
    let area = area(state)
    let lines = lines(state)
    let first = min(place.scroll, max(0, lines.count - area.height))
    let keyWidth = keyWidth(area.width)
    for (index, line) in lines.dropFirst(first).prefix(area.height).enumerated() {
      let y = area.y + index
      if line.role == .title {
        painter.write(line.key, x: area.x, y: y, role: .title, width: area.width)
      } else {
        painter.write(line.key, x: area.x, y: y, role: .keyHint, width: keyWidth - 1)
        painter.write(line.text, x: area.x + keyWidth, y: y, role: line.role, width: area.width - keyWidth)
      }
      if first + index == place.hit { painter.markCursorRow(area.row(index), isFocused: false) }
    }
    drawFrameText(state, place, first: first, count: lines.count, in: rect, &painter)
  }

  /// In the frame's last line: what is typed, what was said of it, or where one is.
  private static func drawFrameText(
    _ state: WorkbenchState, _ place: HelpPlace, first: Int, count: Int, in rect: Rect, _ painter: inout Painter
  ) {
    let line = Rect(x: rect.x + 2, y: rect.maxY - 1, width: rect.width - 4, height: 1)
    if let input = place.search {
      painter.clear(line)
      InputLine.draw("/", input, in: line, &painter)
      return
    }
    if let notice = state.notice {
      painter.write(" \(notice.text) ", x: line.x, y: line.y, role: notice.role, width: line.width)
      return
    }
    let height = area(state).height
    let position = count > height ? "\(first + 1)-\(min(first + height, count)) of \(count)" : ""
    let text = painter.fitting(
      [" \(position)  / searches  ? shows the words  Escape closes ", " \(position)  ? words  Escape closes ", " Escape closes "],
      width: line.width)
    painter.write(text, x: line.maxX - painter.width(of: text), y: line.y, role: .muted)
  }
}
