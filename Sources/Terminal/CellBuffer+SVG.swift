extension CellBuffer {
  /// The screen as an SVG picture that looks the same with every viewer and font.
  ///
  /// Frames, blocks and plots are shapes. Text is set word by word in a monospace font, each word at its column and
  /// stretched to its width, so that no other font moves what follows.
  package func svg(foreground: RGB = RGB(208, 208, 208), background: RGB = RGB(24, 24, 24)) -> String {
    var backgrounds = ShapePaths()
    var shapes = ShapePaths()
    var words: [WordStyle: [Word]] = [:]
    for y in 0..<height {
      var last: (style: WordStyle, end: Int)?
      for (x, cell) in row(y).enumerated() {
        let colors = Self.colors(of: cell.style, foreground: foreground, background: background)
        if colors.back != background { backgrounds.fill(column: x, row: y, color: colors.back) }
        if cell.style.underline { shapes.underline(column: x, row: y, color: colors.front) }
        guard !cell.isContinuation, cell.character != " " else { continue }
        if let shape = GlyphShape(cell.character) {
          let color = colors.front.mixed(with: colors.back, quarters: shape.quarters)
          shapes.add(shape, column: x, row: y, color: color)
          continue
        }
        let style = WordStyle(color: colors.front, isBold: cell.style.bold)
        if let last, last.style == style, last.end == x {
          let index = words[style]!.count - 1
          words[style]![index].append(cell)
        } else {
          words[style, default: []].append(Word(x: x, y: y, cell: cell))
        }
        last = (style, x + cell.width)
      }
    }
    let extent = (width: width * ShapePaths.cellWidth, height: height * ShapePaths.cellHeight)
    let groups = words.sorted { $0.key.order < $1.key.order }.flatMap { style, words in
      let weight = style.isBold ? " font-weight=\"bold\"" : ""
      return ["<g fill=\"\(style.color.hexadecimal)\"\(weight)>"] + words.map(\.element) + ["</g>"]
    }
    let body = (backgrounds.elements() + shapes.elements()).joined(separator: "\n")
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(extent.width)" height="\(extent.height)" \
      viewBox="0 0 \(extent.width) \(extent.height)">
      <rect width="100%" height="100%" fill="\(background.hexadecimal)"/>
      \(body)
      <g font-family="'DejaVu Sans Mono',Menlo,Consolas,'Liberation Mono',monospace" font-size="13.28">
      \(groups.joined(separator: "\n"))
      </g>
      </svg>

      """
  }

  private static func colors(of style: Style, foreground: RGB, background: RGB) -> (front: RGB, back: RGB) {
    var front = style.foreground.rgb ?? foreground
    var back = style.background.rgb ?? background
    if style.reverse { swap(&front, &back) }
    return (style.dim ? front.mixed(with: back, quarters: 3) : front, back)
  }

  private struct WordStyle: Hashable {
    let color: RGB
    let isBold: Bool

    var order: String { color.hexadecimal + (isBold ? "b" : "") }
  }

  /// Characters without a blank between them.
  private struct Word {
    let x: Int
    let y: Int
    var width: Int
    var text: String

    init(x: Int, y: Int, cell: Cell) {
      self.x = x
      self.y = y
      width = cell.width
      text = String(cell.character)
    }

    mutating func append(_ cell: Cell) {
      width += cell.width
      text.append(cell.character)
    }

    var element: String {
      let left = x * ShapePaths.cellWidth
      let base = y * ShapePaths.cellHeight + 12
      return "<text x=\"\(left)\" y=\"\(base)\" textLength=\"\(width * ShapePaths.cellWidth)\">\(escapedText)</text>"
    }

    /// No cell holds what XML forbids: controls, and U+FFFE and U+FFFF, which Unicode leaves unassigned.
    private var escapedText: String {
      text.reduce(into: "") { result, character in
        switch character {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        default: result.append(character)
        }
      }
    }
  }
}
