import Terminal

/// What a screen shows that is too small for anything else.
enum TooSmallView {
  static func draw(_ painter: inout Painter) {
    let size = painter.buffer.size
    let needed = "\(ScreenLayout.minimum.width)×\(ScreenLayout.minimum.height)"
    let wordings = ["terminal too small: needs \(needed)", "needs \(needed)", needed]
    guard let text = wordings.first(where: { painter.width(of: $0) <= size.width }) else { return }
    let y = max(0, (size.height - 1) / 2)
    painter.write(text, x: max(0, (size.width - painter.width(of: text)) / 2), y: y)
  }
}
