extension CellBuffer {
  /// The screen as an SVG picture in a monospace font.
  ///
  /// Every run of one style is stretched to its columns, so that fonts of other widths keep the columns aligned.
  package func svg(foreground: RGB = RGB(208, 208, 208), background: RGB = RGB(24, 24, 24)) -> String {
    let column = 8.4
    let line = 17.0
    var body: [String] = []
    for y in 0..<height {
      let top = Double(y) * line
      for run in styleRuns(y) {
        let style = run.style
        var front = style.foreground.rgb ?? foreground
        var back = style.background.rgb ?? background
        if style.reverse { swap(&front, &back) }
        let left = Self.number(Double(run.x) * column)
        let width = Self.number(Double(run.width) * column)
        if back != background {
          body.append(
            "<rect x=\"\(left)\" y=\"\(Self.number(top))\" width=\"\(width)\" height=\"\(Self.number(line))\""
              + " fill=\"\(back.hexadecimal)\"/>")
        }
        guard run.text.contains(where: { $0 != " " }) || style.underline else { continue }
        var attributes = "x=\"\(left)\" y=\"\(Self.number(top + 13))\" textLength=\"\(width)\""
        attributes += " fill=\"\(front.hexadecimal)\""
        if style.bold { attributes += " font-weight=\"bold\"" }
        if style.dim { attributes += " opacity=\"0.6\"" }
        if style.underline { attributes += " text-decoration=\"underline\"" }
        body.append("<text \(attributes)>\(Self.escaped(run.text))</text>")
      }
    }
    let extent = (Self.number(Double(width) * column), Self.number(Double(height) * line))
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(extent.0)" height="\(extent.1)" \
      viewBox="0 0 \(extent.0) \(extent.1)">
      <rect width="100%" height="100%" fill="\(background.hexadecimal)"/>
      <g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14" xml:space="preserve">
      \(body.joined(separator: "\n"))
      </g>
      </svg>

      """
  }

  private struct StyleRun {
    let x: Int
    var width: Int
    var text: String
    let style: Style
  }

  private func styleRuns(_ y: Int) -> [StyleRun] {
    var runs: [StyleRun] = []
    for (x, cell) in row(y).enumerated() {
      if let last = runs.last, last.style == cell.style {
        runs[runs.count - 1].width += 1
      } else {
        runs.append(StyleRun(x: x, width: 1, text: "", style: cell.style))
      }
      if !cell.isContinuation { runs[runs.count - 1].text.append(cell.character) }
    }
    return runs
  }

  private static func number(_ value: Double) -> String { NumberText.fixed(value, places: 1, grouping: false) }

  private static func escaped(_ text: String) -> String {
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
