/// A resize along a row: sums of weighted pixels, rounded to nearest (halves up) and clamped to 8 bits.
final class AcrossPass {
  private let weights: ResamplingWeights
  private let firstColumn: Int
  private var line: [UInt8]

  /// For rows whose pixel 0 is source position `firstColumn`.
  init(_ weights: ResamplingWeights, firstColumn: Int) {
    self.weights = weights
    self.firstColumn = firstColumn
    line = [UInt8](repeating: 0, count: weights.targets.count * 3)
  }

  /// Calls `body` with the resized row, of `weights.targets.count` pixels.
  func resize(_ row: UnsafePointer<UInt8>, _ body: (UnsafePointer<UInt8>) -> Void) {
    let rounding = ResamplingWeights.rounding
    line.withUnsafeMutableBufferPointer { line in
      weights.weights.withUnsafeBufferPointer { allWeights in
        weights.spans.withUnsafeBufferPointer { spans in
          var output = line.baseAddress!
          var rowWeights = allWeights.baseAddress!
          for span in spans {
            let pixel = row + (span.first &- firstColumn) &* 3
            var (red, green, blue) = (rounding, rounding, rounding)
            for tap in 0..<span.count {
              let weight = rowWeights[tap]
              red &+= weight &* Int32(pixel[tap &* 3])
              green &+= weight &* Int32(pixel[tap &* 3 &+ 1])
              blue &+= weight &* Int32(pixel[tap &* 3 &+ 2])
            }
            output[0] = ResamplingWeights.clamped(red)
            output[1] = ResamplingWeights.clamped(green)
            output[2] = ResamplingWeights.clamped(blue)
            output += 3
            rowWeights += weights.stride
          }
        }
      }
      body(UnsafePointer(line.baseAddress!))
    }
  }
}
