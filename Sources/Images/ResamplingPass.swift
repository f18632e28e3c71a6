/// One axis of a resize: sums of weighted pixels, rounded to nearest (halves up) and clamped to 8 bits.
enum ResamplingPass {
  private static let rounding = Int32(1) << (ResamplingWeights.fractionBits - 1)

  /// [height, width] to [height, weights.targets.count], where column 0 of `image` is source position `firstColumn`.
  static func across(_ image: RGBImage, _ weights: ResamplingWeights, firstColumn: Int) -> RGBImage {
    let width = weights.targets.count
    let byteCount = image.height * width * 3
    let pixels = [UInt8](unsafeUninitializedCapacity: byteCount) { target, initializedCount in
      image.pixels.withUnsafeBufferPointer { source in
        weights.weights.withUnsafeBufferPointer { allWeights in
          weights.spans.withUnsafeBufferPointer { spans in
            var output = target.baseAddress!
            for row in 0..<image.height {
              let line = source.baseAddress! + row &* image.width &* 3
              var rowWeights = allWeights.baseAddress!
              for span in spans {
                let pixel = line + (span.first &- firstColumn) &* 3
                var (red, green, blue) = (rounding, rounding, rounding)
                for tap in 0..<span.count {
                  let weight = rowWeights[tap]
                  red &+= weight &* Int32(pixel[tap &* 3])
                  green &+= weight &* Int32(pixel[tap &* 3 &+ 1])
                  blue &+= weight &* Int32(pixel[tap &* 3 &+ 2])
                }
                output[0] = clamped(red)
                output[1] = clamped(green)
                output[2] = clamped(blue)
                output += 3
                rowWeights += weights.stride
              }
            }
          }
        }
      }
      initializedCount = byteCount
    }
    return RGBImage(width: width, height: image.height, pixels: pixels)
  }

  /// [height, width] to [weights.targets.count, width], where row 0 of `image` is source position `firstRow`.
  static func down(_ image: RGBImage, _ weights: ResamplingWeights, firstRow: Int) -> RGBImage {
    let lineByteCount = image.width * 3
    let height = weights.targets.count
    var lineSums = [Int32](repeating: 0, count: lineByteCount)
    let pixels = [UInt8](unsafeUninitializedCapacity: height * lineByteCount) { target, initializedCount in
      lineSums.withUnsafeMutableBufferPointer { lineSums in
        image.pixels.withUnsafeBufferPointer { source in
          weights.weights.withUnsafeBufferPointer { allWeights in
            let sums = lineSums.baseAddress!
            for row in 0..<height {
              let span = weights.spans[row]
              let rowWeights = allWeights.baseAddress! + row &* weights.stride
              var line = source.baseAddress! + (span.first &- firstRow) &* lineByteCount
              sums.update(repeating: rounding, count: lineByteCount)
              for tap in 0..<span.count {
                let weight = rowWeights[tap]
                // Innermost, so that the compiler makes vectors of it.
                for index in 0..<lineByteCount { sums[index] &+= weight &* Int32(line[index]) }
                line += lineByteCount
              }
              let output = target.baseAddress! + row &* lineByteCount
              for index in 0..<lineByteCount { output[index] = clamped(sums[index]) }
            }
          }
        }
      }
      initializedCount = height * lineByteCount
    }
    return RGBImage(width: image.width, height: height, pixels: pixels)
  }

  @inline(__always)
  private static func clamped(_ sum: Int32) -> UInt8 {
    UInt8(truncatingIfNeeded: min(max(sum >> Int32(ResamplingWeights.fractionBits), 0), 255))
  }
}
