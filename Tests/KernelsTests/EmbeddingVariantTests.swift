import CKernels
import TestSupport
import Testing

/// The kernels between pixels and tokens, in sizes that leave parts of vectors over.
@Suite struct EmbeddingVariantTests {
  private static func bytes(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  @Test func patches() {
    let sides = [(1, 1), (3, 1), (4, 2), (21, 7), (28, 14), (42, 21), (44, 22), (48, 16), (64, 32), (86, 43), (47, 9)]
    for (index, (side, patchSide)) in sides.enumerated() {
      let seed = 300 + UInt64(index)
      var generator = SeededGenerator(seed: seed)
      let (pixels, table) = (Self.bytes(3 * side * side, &generator), Self.bytes(768, &generator))
      // One more than is written, which must stay as it is.
      var results = [[UInt8]](repeating: [UInt8](repeating: 77, count: pixels.count + 1), count: 2)
      fq_patch_codes(pixels, side, patchSide, table, &results[0])
      fq_patch_codes_baseline(pixels, side, patchSide, table, &results[1])
      #expect(results[0] == results[1], "side \(side), patches of \(patchSide), seed \(seed)")
    }
  }

  @Test func positions() {
    for (index, channels) in [1, 3, 15, 16, 17, 63, 64, 65, 100, 127, 128, 192, 200].enumerated() {
      for round in 0..<12 {
        let (rows, seed) = (7, UInt64(1000 * index + round))
        var generator = SeededGenerator(seed: seed)
        let tokens = Self.bytes(rows * channels, &generator)
        // Every value has bytes of its own, also where it stands for an infinity or not for a number.
        let isAny = round % 3 == 2
        let values = (0..<256).map { _ in
          isAny ? Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &generator)) : generator.normal() * 3
        }
        let positions = (0..<rows * channels).map { i in
          isAny && i % 11 == 0 ? hostileValues[i % hostileValues.count] : generator.normal()
        }
        // Multiples of a half stand for halves of steps of a power of two.
        let isHalfway = round % 3 == 1
        let scales = (0..<channels).map { _ in
          isHalfway ? 0.0625 : Float.random(in: 0.001...0.1, using: &generator)
        }
        let (x, y) =
          isHalfway
          ? (values.map { ($0 * 32).rounded() / 32 }, positions.map { ($0 * 32).rounded() / 32 }) : (values, positions)
        let highest: Float = round % 2 == 0 ? 255 : 15
        var results = [[UInt8]](repeating: [UInt8](repeating: 77, count: tokens.count + 1), count: 2)
        fq_embed_codes(tokens, x, y, rows, channels, scales, 99, highest, &results[0])
        fq_embed_codes_baseline(tokens, x, y, rows, channels, scales, 99, highest, &results[1])
        #expect(results[0] == results[1], "\(channels) channels, seed \(seed)")
      }
    }
  }
}
