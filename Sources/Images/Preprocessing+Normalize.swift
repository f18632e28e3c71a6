extension Preprocessing {
  /// Writes `pixels` [height, width, 3] as planes of floats [3, height, width]: `(scaled x − mean) / standardDeviation`.
  ///
  /// Rounds to 32 bits after each of the three steps, as torchvision and transformers do. `target` must have room for
  /// 3 · inputHeight · inputWidth floats.
  package func normalize(_ pixels: [UInt8], into target: UnsafeMutablePointer<Float>) {
    let planeCount = inputHeight * inputWidth
    precondition(pixels.count == planeCount * 3, "pixels of a preprocessed image")
    pixels.withUnsafeBufferPointer { pixels in
      normalizationTable.withUnsafeBufferPointer { table in
        for index in 0..<planeCount {
          let red = Int(pixels[index &* 3])
          let green = Int(pixels[index &* 3 &+ 1])
          let blue = Int(pixels[index &* 3 &+ 2])
          target[index] = table[red]
          target[planeCount &+ index] = table[256 &+ green]
          target[planeCount &* 2 &+ index] = table[512 &+ blue]
        }
      }
    }
  }
}
