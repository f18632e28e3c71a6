/// Shapes of many cells gathered into a few paths of SVG, one for each colour.
///
/// Neighbours that touch become one, so that a picture stays small and shows no seams.
struct ShapePaths {
  /// A stroke or an area from `start` to `end` along a row or a column of cells.
  private struct Span: Hashable {
    /// What of two spans must be equal for them to become one.
    let line: [Int]
    let start: Int
    let end: Int
  }

  private var areas: [RGB: [Span]] = [:]
  private var polygons: [RGB: [String]] = [:]
  private var horizontals: [RGB: [Span]] = [:]
  private var verticals: [RGB: [Span]] = [:]
  private var dotRows: [RGB: [Span]] = [:]

  static let cellWidth = 8
  static let cellHeight = 16

  /// Fills `columns` cells of a row.
  mutating func fill(column: Int, row: Int, color: RGB) {
    addArea(x: column * Self.cellWidth, y: row * Self.cellHeight, width: Self.cellWidth, height: Self.cellHeight, color)
  }

  /// Draws a line below the letters of a cell.
  mutating func underline(column: Int, row: Int, color: RGB) {
    addArea(x: column * Self.cellWidth, y: row * Self.cellHeight + 14, width: Self.cellWidth, height: 1, color)
  }

  mutating func add(_ shape: GlyphShape, column: Int, row: Int, color: RGB) {
    let left = column * Self.cellWidth
    let top = row * Self.cellHeight
    // A column of a cell is one unit wide, a row of it two.
    for box in shape.boxes {
      addArea(x: left + box.x, y: top + 2 * box.y, width: box.width, height: 2 * box.height, color)
    }
    if !shape.corners.isEmpty {
      let path = shape.corners.map { "\(left + $0.x) \(top + 2 * $0.y)" }.joined(separator: "L")
      polygons[color, default: []].append("M\(path)z")
    }
    for dot in shape.dots {
      let x = left + 4 * dot.column
      dotRows[color, default: []].append(Span(line: [top + 4 * dot.row + 2], start: x, end: x + 4))
    }
    let middle = (x: left + 3, y: top + 7)
    let arms = shape.arms
    // Each arm covers the middle too, so that corners close.
    if !arms.isDisjoint(with: [.left, .right]) {
      horizontals[color, default: []].append(
        Span(
          line: [middle.y], start: arms.contains(.left) ? left : middle.x,
          end: arms.contains(.right) ? left + Self.cellWidth : middle.x + 1))
    }
    if !arms.isDisjoint(with: [.up, .down]) {
      verticals[color, default: []].append(
        Span(
          line: [middle.x], start: arms.contains(.up) ? top : middle.y,
          end: arms.contains(.down) ? top + Self.cellHeight : middle.y + 1))
    }
  }

  private mutating func addArea(x: Int, y: Int, width: Int, height: Int, _ color: RGB) {
    areas[color, default: []].append(Span(line: [y, height], start: x, end: x + width))
  }

  /// The elements, in an order that depends on nothing but the shapes.
  func elements() -> [String] {
    let areaPaths = Self.paths(areas) { "M\($0.start) \($0.line[0])h\($0.end - $0.start)v\($0.line[1])H\($0.start)z" }
    let polygonPaths = polygons.map { (color: $0.key, path: $0.value.joined()) }
    let lines = (Self.paths(horizontals) { "M\($0.start) \($0.line[0])h\($0.end - $0.start)v1H\($0.start)z" })
      + Self.paths(verticals) { "M\($0.line[0]) \($0.start)h1V\($0.end)H\($0.line[0])z" }
    // A run of dots is one dashed line: it begins half a gap in and ends half a gap before its end.
    let dots = Self.paths(dotRows) { span in
      "M\(span.start).8 \(span.line[0])h\(span.end - span.start - 2).4"
    }
    func filled(_ paths: [(color: RGB, path: String)]) -> [String] {
      Self.sorted(paths).map { "<path fill=\"\($0.color.hexadecimal)\" d=\"\($0.path)\"/>" }
    }
    var elements: [String] = []
    if !areaPaths.isEmpty || !lines.isEmpty {
      elements += ["<g shape-rendering=\"crispEdges\">"] + filled(areaPaths) + filled(lines) + ["</g>"]
    }
    elements += filled(polygonPaths)
    if !dots.isEmpty {
      elements.append("<g fill=\"none\" stroke-width=\"2.4\" stroke-dasharray=\"2.4 1.6\">")
      elements += Self.sorted(dots).map { "<path stroke=\"\($0.color.hexadecimal)\" d=\"\($0.path)\"/>" }
      elements.append("</g>")
    }
    return elements
  }

  private static func sorted(_ paths: [(color: RGB, path: String)]) -> [(color: RGB, path: String)] {
    paths.sorted { ($0.color.hexadecimal, $0.path) < ($1.color.hexadecimal, $1.path) }
  }

  private static func paths(
    _ spans: [RGB: [Span]], _ path: (Span) -> String
  ) -> [(color: RGB, path: String)] {
    spans.map { (color: $0.key, path: joined($0.value).map(path).joined()) }
  }

  /// The spans from the upper left on, those that touch made one.
  private static func joined(_ spans: [Span]) -> [Span] {
    let ordered = spans.sorted {
      $0.line == $1.line ? $0.start < $1.start : $0.line.lexicographicallyPrecedes($1.line)
    }
    return ordered.reduce(into: []) { result, span in
      if let last = result.last, last.line == span.line, last.end >= span.start {
        result[result.count - 1] = Span(line: span.line, start: last.start, end: max(last.end, span.end))
      } else {
        result.append(span)
      }
    }
  }
}
