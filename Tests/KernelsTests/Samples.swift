import TestSupport

/// Seeded inputs and the shapes that kernels are tried on; a failing test prints its sample, which names the seed.
struct Sample: CustomStringConvertible {
  let rows: Int
  let channels: Int
  let spread: Float
  let seed: UInt64

  var count: Int { rows * channels }
  var description: String { "\(rows)×\(channels), spread \(spread), seed \(seed)" }

  /// Normal deviates times `spread`, one in 64 of them eight times as large.
  func values() -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      let outlier: Float = UInt8.random(in: 0..<64, using: &generator) == 0 ? 8 : 1
      return generator.normal() * spread * outlier
    }
  }

  /// Ends of vectors, single rows and columns, and the shapes of a small transformer.
  static let all: [Sample] = [(1, 1), (1, 3), (3, 1), (2, 17), (5, 31), (1, 197), (197, 192), (197, 768)]
    .enumerated().map { Sample(rows: $1.0, channels: $1.1, spread: 1, seed: 1000 + UInt64($0)) }

  static let small = all.filter { $0.count < 1000 }
}

/// Numbers that arise only in error, but must not end the program.
let hostileValues: [Float] = [
  .nan, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude, 0, -0.0,
  1e30, -1e30, .signalingNaN, 1, -1, 0.5, 1e-30, 2, -2, 3,
]

/// Bits, so that NaN equals itself and zero differs from minus zero.
func bits(_ values: [Float]) -> [UInt32] { values.map(\.bitPattern) }

extension Array where Element == Float {
  /// `kernel` applied to a copy.
  func mapped(by kernel: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
    var copy = self
    // Safe because the pointer is to `count` initialized elements and does not outlive the call.
    copy.withUnsafeMutableBufferPointer { kernel($0.baseAddress!) }
    return copy
  }
}
