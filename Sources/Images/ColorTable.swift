/// The colours of an image of indices; those that the file does not give are black.
final class ColorTable {
  /// Red, green, blue of each of the 256 indices.
  private var colors = [UInt8](repeating: 0, count: 256 * 3)

  /// From red, green and blue of the first indices.
  init(_ colors: some Sequence<UInt8>) {
    for (index, value) in colors.prefix(256 * 3).enumerated() { self.colors[index] = value }
  }

  /// Index i is the grey i.
  static var greys: ColorTable { ColorTable((0..<256).flatMap { [UInt8($0), UInt8($0), UInt8($0)] }) }

  /// Whether the first `count` indices are the greys of their own value, which Pillow then takes the others to be too.
  func isGrey(upTo count: Int) -> Bool {
    (0..<min(count, 256)).allSatisfy { index in
      (0..<3).allSatisfy { Int(colors[index * 3 + $0]) == index }
    }
  }

  /// Writes the colours of `count` indices.
  func look(up indices: UnsafePointer<UInt8>, count: Int, into rgb: UnsafeMutablePointer<UInt8>) {
    colors.withUnsafeBufferPointer { colors in
      for pixel in 0..<count {
        let index = Int(indices[pixel]) &* 3
        rgb[pixel &* 3] = colors[index]
        rgb[pixel &* 3 &+ 1] = colors[index &+ 1]
        rgb[pixel &* 3 &+ 2] = colors[index &+ 2]
      }
    }
  }
}

/// Writes each of `count` greys three times.
func spreadGreys(_ count: Int, into rgb: UnsafeMutablePointer<UInt8>, _ grey: (Int) -> UInt8) {
  for pixel in 0..<count {
    let value = grey(pixel)
    rgb[pixel &* 3] = value
    rgb[pixel &* 3 &+ 1] = value
    rgb[pixel &* 3 &+ 2] = value
  }
}
