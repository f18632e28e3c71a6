/// Resizes an image while its rows come in, so that the image as it was is never in memory as a whole.
final class RowResampler: RowReceiver {
  private let window: PixelRectangle
  private let passes: Passes
  private var position = 0
  private var pixels: [UInt8] = []

  private enum Passes {
    case weighted(WeightedPasses)
    /// The source position of each column and row of the window, the latter growing.
    case nearest(columns: [Int], rows: [Int])
  }

  /// For an image of `sourceWidth` × `sourceHeight`, made `width` × `height`, of which `window` is wanted.
  init(
    sourceWidth: Int, sourceHeight: Int, width: Int, height: Int, _ interpolation: Interpolation,
    window: PixelRectangle? = nil
  ) {
    let window = window ?? PixelRectangle(left: 0, top: 0, width: width, height: height)
    precondition(window.columns.upperBound <= width && window.rows.upperBound <= height, "the window lies within")
    self.window = window
    passes =
      interpolation == .nearest
      ? .nearest(
        columns: Self.nearestSources(sourceCount: sourceWidth, targetCount: width, targets: window.columns),
        rows: Self.nearestSources(sourceCount: sourceHeight, targetCount: height, targets: window.rows))
      : .weighted(
        WeightedPasses(
          sourceWidth: sourceWidth, sourceHeight: sourceHeight, width: width, height: height, interpolation,
          window: window))
    pixels.reserveCapacity(window.width * window.height * 3)
  }

  func receive(_ row: UnsafePointer<UInt8>) {
    switch passes {
    case .weighted(let passes):
      passes.resize(row, at: position) { line in
        pixels += UnsafeBufferPointer(start: line, count: window.width * 3)
      }
    case .nearest(let columns, let rows):
      // As many rows are out as pixels are.
      var done = pixels.count / (window.width * 3)
      while done < rows.count, rows[done] == position {
        for column in columns { pixels += UnsafeBufferPointer(start: row + column * 3, count: 3) }
        done += 1
      }
    }
    position += 1
  }

  /// The window; call it once all rows are in.
  func image() -> RGBImage { RGBImage(width: window.width, height: window.height, pixels: pixels) }

  /// Pillow adds up the scale step by step, whose rounding errors decide where a centre falls on a border.
  private static func nearestSources(sourceCount: Int, targetCount: Int, targets: Range<Int>) -> [Int] {
    let scale = Double(sourceCount) / Double(targetCount)
    var center = scale * 0.5
    var sources: [Int] = []
    for target in 0..<targets.upperBound {
      if target >= targets.lowerBound { sources.append(min(Int(center), sourceCount - 1)) }
      center += scale
    }
    return sources
  }
}

/// The two passes of every interpolation but `nearest`.
private final class WeightedPasses {
  /// The part of the image that the window needs.
  private let columns: Range<Int>
  private let rows: Range<Int>
  private let across: AcrossPass?
  private let down: DownPass?
  private let isDownFirst: Bool

  init(
    sourceWidth: Int, sourceHeight: Int, width: Int, height: Int, _ interpolation: Interpolation, window: PixelRectangle
  ) {
    let acrossWeights =
      width == sourceWidth
      ? nil
      : ResamplingWeights(interpolation, sourceCount: sourceWidth, targetCount: width, targets: window.columns)
    let downWeights =
      height == sourceHeight
      ? nil
      : ResamplingWeights(interpolation, sourceCount: sourceHeight, targetCount: height, targets: window.rows)
    columns = acrossWeights?.sources ?? window.columns
    rows = downWeights?.sources ?? window.rows
    // Which pass comes first shows in the rounding. Pillow takes the rows first where that drops many more of them.
    let droppedRows = sourceHeight - height
    isDownFirst = droppedRows > 0 && droppedRows > 2 * (sourceWidth - width)
    across = acrossWeights.map { [columns] in AcrossPass($0, firstColumn: columns.lowerBound) }
    let lineByteCount = 3 * (isDownFirst ? columns.count : window.width)
    down = downWeights.map { DownPass($0, lineByteCount: lineByteCount) }
  }

  /// Takes the row at source position `position` and calls `body` with every row of the window that is finished thereby.
  func resize(_ row: UnsafePointer<UInt8>, at position: Int, _ body: (UnsafePointer<UInt8>) -> Void) {
    guard rows.contains(position) else { return }
    let part = row + columns.lowerBound * 3
    if isDownFirst {
      resizeDown(part, at: position) { resizeAcross($0, body) }
    } else {
      resizeAcross(part) { resizeDown($0, at: position, body) }
    }
  }

  private func resizeAcross(_ row: UnsafePointer<UInt8>, _ body: (UnsafePointer<UInt8>) -> Void) {
    if let across { across.resize(row, body) } else { body(row) }
  }

  private func resizeDown(_ row: UnsafePointer<UInt8>, at position: Int, _ body: (UnsafePointer<UInt8>) -> Void) {
    if let down { down.add(row, at: position, body) } else { body(row) }
  }
}
