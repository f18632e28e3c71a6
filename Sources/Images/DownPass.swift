/// A resize along columns, as rows come in: sums of weighted rows, rounded to nearest (halves up) and clamped to 8 bits.
///
/// Holds 32-bit sums of the rows that are not finished yet, four to six where an image is made smaller, and no pixels.
final class DownPass {
  private let weights: ResamplingWeights
  private let lineByteCount: Int
  /// Sums of the targets `finishedCount` ..< `begunCount`, each at its number modulo `slotCount`.
  private var sums: [Int32]
  private let slotCount: Int
  private var begunCount = 0
  private var finishedCount = 0
  private var line: [UInt8]

  /// For rows of `lineByteCount` bytes.
  init(_ weights: ResamplingWeights, lineByteCount: Int) {
    self.weights = weights
    self.lineByteCount = lineByteCount
    slotCount = weights.overlap
    sums = [Int32](repeating: 0, count: slotCount * lineByteCount)
    line = [UInt8](repeating: 0, count: lineByteCount)
  }

  /// Adds the row at source position `position`, of which each in `weights.sources` comes once and in order.
  ///
  /// `body` is called with every row that is finished thereby.
  func add(_ row: UnsafePointer<UInt8>, at position: Int, _ body: (UnsafePointer<UInt8>) -> Void) {
    let spans = weights.spans
    sums.withUnsafeMutableBufferPointer { sums in
      while begunCount < spans.count, spans[begunCount].first <= position {
        (sums.baseAddress! + begunCount % slotCount * lineByteCount)
          .update(repeating: ResamplingWeights.rounding, count: lineByteCount)
        begunCount += 1
      }
      for target in finishedCount..<begunCount {
        let weight = weights.weights[target * weights.stride + position - spans[target].first]
        let line = sums.baseAddress! + target % slotCount * lineByteCount
        // Innermost, so that the compiler makes vectors of it.
        for index in 0..<lineByteCount { line[index] &+= weight &* Int32(row[index]) }
      }
      while finishedCount < begunCount, spans[finishedCount].first + spans[finishedCount].count == position + 1 {
        let finished = sums.baseAddress! + finishedCount % slotCount * lineByteCount
        line.withUnsafeMutableBufferPointer { line in
          let output = line.baseAddress!
          for index in 0..<lineByteCount { output[index] = ResamplingWeights.clamped(finished[index]) }
          body(UnsafePointer(output))
        }
        finishedCount += 1
      }
    }
  }
}
