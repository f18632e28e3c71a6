import Terminal

/// Which channels stand in which dot column of a plot: several dots for a channel, or several channels for a dot.
struct ChannelColumns {
  let order: [Int]
  let dotWidth: Int
  private let dotsPerCell: Int

  init(order: [Int], plot: Size, glyphs: GlyphSet) {
    self.order = order
    let canvas = DotCanvas(size: plot, glyphs: glyphs)
    dotsPerCell = canvas.dotsPerCell.width
    // A whole number of dots for each channel, so that all channels look alike.
    let each = order.isEmpty ? 1 : canvas.dotWidth / order.count
    dotWidth = each >= 1 ? each * order.count : canvas.dotWidth
  }

  func channels(at x: Int) -> ArraySlice<Int> {
    guard dotWidth > 0, x >= 0, x < dotWidth, !order.isEmpty else { return [] }
    let first = x * order.count / dotWidth
    let end = max(first + 1, (x + 1) * order.count / dotWidth)
    return order[first..<min(end, order.count)]
  }

  func channels(inCell column: Int) -> [Int] {
    (column * dotsPerCell..<(column + 1) * dotsPerCell).flatMap { channels(at: $0) }
  }
}
