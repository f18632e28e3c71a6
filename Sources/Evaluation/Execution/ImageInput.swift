import Images
package import Models

/// Turns 8-bit pixels into the network's input: normalized, planar, then gathered into patches.
package struct ImageInput {
  package let size: Int
  private let preprocessing: Preprocessing

  package init(specification: InputSpecification) {
    size = specification.size
    preprocessing = Preprocessing(specification)
  }

  package var elementCount: Int { 3 * size * size }

  /// What each of the 256 values of a pixel becomes: [3, 256].
  var valueTable: [Float] { preprocessing.normalizationTable }

  /// Writes [3, size, size] from interleaved pixels.
  package func write(_ pixels: [UInt8], into planes: UnsafeMutablePointer<Float>) {
    precondition(pixels.count == elementCount, "an image has \(elementCount) values, not \(pixels.count)")
    preprocessing.normalize(pixels, into: planes)
  }

  /// Gathers [3, size, size] into one row a patch, [patches, patchSize · patchSize · 3]: the colours of a pixel side by
  /// side, which is the order of a convolution's sums in PyTorch.
  package func gatherPatches(
    _ planes: UnsafePointer<Float>, patchSize: Int, into patches: UnsafeMutablePointer<Float>
  ) {
    guard size % patchSize == 0 else { return gatherPaddedPatches(planes, patchSize: patchSize, into: patches) }
    let side = size / patchSize
    let area = size * size
    var target = patches
    for patchRow in 0..<side {
      for patchColumn in 0..<side {
        for row in 0..<patchSize {
          var source = planes + (patchRow * patchSize + row) * size + patchColumn * patchSize
          for _ in 0..<patchSize {
            target[0] = source[0]
            target[1] = source[area]
            target[2] = source[2 &* area]
            target += 3
            source += 1
          }
        }
      }
    }
  }

  /// The same where patches reach beyond the image, into zeros.
  private func gatherPaddedPatches(
    _ planes: UnsafePointer<Float>, patchSize: Int, into patches: UnsafeMutablePointer<Float>
  ) {
    let side = (size + patchSize - 1) / patchSize
    var target = patches
    for patchRow in 0..<side {
      for patchColumn in 0..<side {
        for row in patchRow * patchSize..<(patchRow + 1) * patchSize {
          for column in patchColumn * patchSize..<(patchColumn + 1) * patchSize {
            for colour in 0..<3 {
              target[colour] = row < size && column < size ? planes[(colour * size + row) * size + column] : 0
            }
            target += 3
          }
        }
      }
    }
  }

  /// A convolution's weight [outputs, 3, patchSize, patchSize] in the order of `gatherPatches`.
  package static func patchWeight(_ weight: [Float], patchSize: Int) -> [Float] {
    let area = patchSize * patchSize
    return weight.indices.map { index in
      let (output, element) = index.quotientAndRemainder(dividingBy: 3 * area)
      let (pixel, colour) = element.quotientAndRemainder(dividingBy: 3)
      return weight[output * 3 * area + colour * area + pixel]
    }
  }
}
