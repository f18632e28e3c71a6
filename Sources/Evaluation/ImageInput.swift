package import Models

/// Turns 8-bit pixels into the network's input: normalized, planar, then gathered into patches.
package struct ImageInput {
  package let size: Int
  /// The normalized value of each 8-bit level, red, green, blue.
  private let levels: [Float]

  package init(specification: InputSpecification) {
    size = specification.size
    levels = (0..<3).flatMap { colour in
      (0..<256).map { level in
        (Float(level) / 255 - specification.mean[colour]) / specification.standardDeviation[colour]
      }
    }
  }

  package var elementCount: Int { 3 * size * size }

  /// Writes [3, size, size] from interleaved pixels.
  package func write(_ pixels: [UInt8], into planes: UnsafeMutablePointer<Float>) {
    precondition(pixels.count == elementCount, "an image has \(elementCount) values, not \(pixels.count)")
    let area = size * size
    // Both buffers are read within the call; every index is below their counts, by the precondition.
    pixels.withUnsafeBufferPointer { pixels in
      levels.withUnsafeBufferPointer { levels in
        for index in 0..<area {
          planes[index] = levels[Int(pixels[3 &* index])]
          planes[area &+ index] = levels[256 &+ Int(pixels[3 &* index &+ 1])]
          planes[2 &* area &+ index] = levels[512 &+ Int(pixels[3 &* index &+ 2])]
        }
      }
    }
  }

  /// Gathers [3, size, size] into one row a patch, [patches, 3 · patchSize · patchSize].
  package func gatherPatches(
    _ planes: UnsafePointer<Float>, patchSize: Int, into patches: UnsafeMutablePointer<Float>
  ) {
    let side = size / patchSize
    var target = patches
    for patchRow in 0..<side {
      for patchColumn in 0..<side {
        for colour in 0..<3 {
          for row in 0..<patchSize {
            let source = planes + (colour * size + patchRow * patchSize + row) * size + patchColumn * patchSize
            target.update(from: source, count: patchSize)
            target += patchSize
          }
        }
      }
    }
  }
}
