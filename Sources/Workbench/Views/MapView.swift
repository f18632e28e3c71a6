import Graphs
import Evaluation
import Models
import Quantization
import Terminal

/// View 3: one image beside what an attention takes from it, in float, as quantized, and the difference.
enum MapView {
  private struct Tile {
    /// From the longest wording to the shortest.
    let captions: [String]
    let draw: (Rect, inout Painter) -> Void
  }

  static func draw(_ state: WorkbenchState, in rect: Rect, _ painter: inout Painter) {
    let body = rect.inset(left: 1, right: 1)
    guard let attention = state.shownAttention else {
      return painter.message("choose a row inside a block: its attention is mapped here", in: body)
    }
    drawTitle(attention, state, in: body.row(0), &painter)
    let rest = body.inset(top: 1)
    guard let request = state.wantedProbe else {
      return painter.message(state.waitingText("maps"), in: rest)
    }
    if let reason = state.probes.failure(of: request) {
      return painter.message("this image cannot be shown: \(reason)", in: rest, role: .warning)
    }
    // While the wanted map is made the last one stays, so that stepping through images does not flicker.
    guard let map = state.shownMap ?? state.probes.newestMap else {
      return painter.message("running the image through both networks", in: rest)
    }
    let isCurrent = state.shownMap != nil
    let figures = MapFigures(map, state)
    let noteCount = rest.height >= 24 ? 5 : rest.height >= 16 ? 3 : min(1, max(0, rest.height - 6))
    let (pictures, lower) = rest.splitVertically(at: rest.height - noteCount)
    drawTiles(tiles(map, state, figures, painter), in: pictures, &painter)
    guard isCurrent else {
      painter.write(
        "running the image through both networks", x: lower.x, y: lower.y, role: .warning, width: lower.width)
      return
    }
    let lines = figures.lines(state, isShaded: isShaded(painter)).flatMap { TextLayout.wrapped($0, width: lower.width) }
    for (index, line) in lines.prefix(noteCount).enumerated() {
      painter.write(line, x: lower.x, y: lower.y + index, width: lower.width)
    }
  }

  /// Whether pictures are drawn in shades, for want of colours or blocks.
  private static func isShaded(_ painter: Painter) -> Bool {
    painter.theme.depth == .mono || painter.glyphs == .ascii
  }

  private static func drawTitle(
    _ attention: Graph.AttentionSite, _ state: WorkbenchState, in rect: Rect, _ painter: inout Painter
  ) {
    let heads = state.options.head.map { "head \($0 + 1) of \(attention.headCount)" }
    let mean = "mean of \(attention.headCount) heads"
    let what = state.options.showsAllTokens ? "token × token" : "class token over the patches"
    let number = NumberText.grouped(state.options.image)
    let image = "image \(number) of \(NumberText.grouped(state.findings.imageCount ?? 0))"
    let long = "\(attention.name) · \(heads ?? mean) · \(image)"
    let short = state.options.head.map { "head \($0 + 1)" } ?? "all heads"
    let text = painter.fitting(
      ["\(long) · \(what)", long, "\(attention.name) · \(short) · image \(number)"], width: rect.width)
    painter.write(text, x: rect.x, y: rect.y, role: .title, width: rect.width)
  }

  private static func tiles(
    _ map: AttentionMap, _ state: WorkbenchState, _ figures: MapFigures, _ painter: Painter
  ) -> [Tile] {
    let allTokens = state.options.showsAllTokens
    let before = AttentionGrid(map.float, of: map, heads: figures.heads, allTokens: allTokens)
    let after = AttentionGrid(map.quantized, of: map, heads: figures.heads, allTokens: allTokens)
    let change = after - before
    // One scale for both, so that equal brightness is equal attention.
    let top = max(before.largest, after.largest)
    let most = change.magnitudes.largest
    let scheme = state.scheme(at: map.site).title
    let isShaded = isShaded(painter)
    func number(_ value: Float) -> String { NumberText.short(Double(value), digits: 2) }
    func drawGrid(
      _ grid: AttentionGrid, _ lower: Float, _ upper: Float, _ ramp: ColorRamp, _ rect: Rect, _ painter: inout Painter
    ) {
      let shown = grid.pooled(columns: rect.width, rows: isShaded ? rect.height : 2 * rect.height)
      HeatMap(width: shown.width, height: shown.height, values: shown.values, lower: lower, upper: upper).draw(
        into: &painter.buffer, in: rect, ramp: ramp, depth: painter.theme.depth, glyphs: painter.glyphs)
    }
    return [
      Tile(captions: ["image"]) { rect, painter in
        picture(map).draw(into: &painter.buffer, in: rect, depth: painter.theme.depth, glyphs: painter.glyphs)
      },
      Tile(captions: ["before: 0 to \(number(top))", "before ≤\(number(top))", "before"]) {
        drawGrid(before, 0, top, .heat, $0, &$1)
      },
      Tile(captions: ["after \(scheme)", "after ≤\(number(top))", "after"]) { drawGrid(after, 0, top, .heat, $0, &$1) },
      Tile(captions: ["difference: ±\(number(most))", "diff. ±\(number(most))", "diff."]) { rect, painter in
        // Shades have no sign, so signs are drawn; colours go from blue (less than before) to red (more).
        if isShaded {
          let shown = change.pooled(columns: rect.width, rows: rect.height)
          HeatMap(width: shown.width, height: shown.height, values: shown.values, lower: -most, upper: most)
            .drawSigns(into: &painter.buffer, in: rect)
        } else {
          drawGrid(change, -most, most, .difference, rect, &painter)
        }
      },
    ]
  }

  private static func picture(_ map: AttentionMap) -> HalfBlockImage {
    let pixels = stride(from: 0, to: map.pixels.count, by: 3).map {
      RGB(map.pixels[$0], map.pixels[$0 + 1], map.pixels[$0 + 2])
    }
    return HalfBlockImage(width: map.imageSide, height: map.imageSide, pixels: pixels)
  }

  /// As many of the tiles, from the last on, as can be looked at, in the arrangement that makes them largest.
  private static func drawTiles(_ tiles: [Tile], in rect: Rect, _ painter: inout Painter) {
    let smallest = 5
    func side(_ columns: Int, _ rows: Int) -> Int {
      min((rect.width - 2 * (columns - 1)) / columns / 2, rect.height / rows - 1)
    }
    func best(_ count: Int) -> (columns: Int, side: Int) {
      let options = (1...count).map { ($0, side($0, (count + $0 - 1) / $0)) }
      return options.max { $0.1 < $1.1 } ?? (1, 0)
    }
    let count = (1...tiles.count).reversed().first { best($0).side >= smallest } ?? 1
    let (columns, height) = best(count)
    guard height > 0 else { return }
    // Without room for all, the image goes first: the maps are what the view is for.
    for (index, tile) in tiles.suffix(count).enumerated() {
      let x = rect.x + index % columns * (2 * height + 2)
      let y = rect.y + index / columns * (height + 1)
      painter.write(painter.fitting(tile.captions, width: 2 * height), x: x, y: y, role: .muted, width: 2 * height)
      tile.draw(Rect(x: x, y: y + 1, width: 2 * height, height: height), &painter)
    }
  }
}
