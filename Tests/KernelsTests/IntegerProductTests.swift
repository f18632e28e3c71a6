import Kernels
import TestSupport
import Testing

/// Exact: sums of products of bytes against Swift's own integers, in both ways of computing them.
@Suite struct IntegerProductTests {
  private struct Extents: CustomStringConvertible {
    let rows: Int
    let inner: Int
    let columns: Int
    var description: String { "\(rows) × \(inner) × \(columns)" }
  }

  private static let extents = [
    (1, 1, 1), (1, 192, 10), (5, 64, 5), (17, 768, 33), (197, 200, 64), (3, 1025, 7), (6, 4, 64), (13, 192, 130),
    (8, 100, 176), (1, 12, 1000),
  ]
    .map { Extents(rows: $0.0, inner: $0.1, columns: $0.2) }

  private func expectExact(
    _ extents: Extents, _ arithmetic: IntegerProduct.Arithmetic, x: [UInt8], w: [Int8], _ what: String
  ) throws {
    let (m, k, n) = (extents.rows, extents.inner, extents.columns)
    var expected = [Int32](repeating: 0, count: m * n)
    for row in 0..<m {
      for column in 0..<n {
        for i in 0..<k { expected[row * n + column] += Int32(x[row * k + i]) * Int32(w[column * k + i]) }
      }
    }
    let shape = IntegerProduct.Shape.linear(rows: m, inputs: k, outputs: n)
    let packed = try IntegerProduct(shape: shape, weight: w, arithmetic: arithmetic).makeBinding()
    let loose = try IntegerProduct(shape: shape, arithmetic: arithmetic).makeBinding()
    var sums = [Int32](repeating: -1, count: m * n)
    packed.run(x, into: &sums)
    #expect(sums == expected, "\(extents), \(arithmetic), packed, \(what)")
    sums = [Int32](repeating: -1, count: m * n)
    loose.run(x, w, into: &sums)
    #expect(sums == expected, "\(extents), \(arithmetic), with the run, \(what)")
  }

  /// Bytes only where this CPU's are exact, and the package's own code where it runs.
  private static let arithmetics: Set<IntegerProduct.Arithmetic> =
    switch IntegerProduct.arithmetic {
    case .fusedBytes: [.fusedBytes, .bytes, .floats]
    case .bytes: [.bytes, .floats]
    case .floats: [.floats]
    }

  /// Sums to codes within a product or behind it: the same codes.
  @Test func endsItsSumsAsTheyAreEndedApart() throws {
    for arithmetic in Self.arithmetics {
      for (index, extents) in Self.extents.enumerated() {
        for highest in [Float(255), 15] {
          let seed = 1700 + UInt64(index)
          var generator = SeededGenerator(seed: seed)
          let (m, k, n) = (extents.rows, extents.inner, extents.columns)
          let x = (0..<m * k).map { _ in UInt8.random(in: 0...255, using: &generator) }
          let w = (0..<k * n).map { _ in Int8.random(in: -128...127, using: &generator) }
          let product = try IntegerProduct(
            shape: .linear(rows: m, inputs: k, outputs: n), weight: w, arithmetic: arithmetic
          ).makeBinding()
          // Sums spread over some units, and some columns beyond every grid.
          let spread = 1 / (Float(k).squareRoot() * 10_000)
          let requantization = Requantization(
            compensation: (0..<n).map { _ in Int32.random(in: -9000...9000, using: &generator) },
            factors: (0..<n).map { _ in Float.random(in: 0.1...3, using: &generator) * spread },
            offsets: (0..<n).map { $0 % 19 == 7 ? [-3e38, 3e38, .infinity, -.infinity, .nan][$0 % 5] : 0.3 },
            highest: highest)
          var sums = [Int32](repeating: 0, count: m * n)
          var (found, expected) = ([UInt8](repeating: 1, count: m * n), [UInt8](repeating: 2, count: m * n))
          let what = "\(extents), \(arithmetic), highest \(highest), seed \(seed)"
          product.run(x, into: &sums)
          requantization.codes(sums, rows: m, into: &expected)
          product.codes(x, requantization, sums: &sums, clock: nil, into: &found)
          #expect(found == expected, "codes, \(what)")
          product.run(x, into: &sums)
          requantization.geluCodes(sums, rows: m, scale: 0.02, zeroPoint: 9, into: &expected)
          product.geluCodes(x, requantization, scale: 0.02, zeroPoint: 9, sums: &sums, clock: nil, into: &found)
          #expect(found == expected, "GELU, \(what)")
        }
      }
    }
  }

  @Test func aSingleRowIsTheFirst() throws {
    for arithmetic in Self.arithmetics {
      let (k, n) = (64, 70)
      let x = (0..<k).map { UInt8($0 * 37 % 256) }
      let w = (0..<k * n).map { Int8(truncatingIfNeeded: $0 * 91) }
      let product = try IntegerProduct(
        shape: .linear(rows: 9, inputs: k, outputs: n), weight: w, arithmetic: arithmetic)
      var (one, all) = ([Int32](repeating: 0, count: n), [Int32](repeating: 0, count: 9 * n))
      try product.withSingleRow().makeBinding().run(x, into: &one)
      try product.makeBinding().run(x + [UInt8](repeating: 3, count: 8 * k), into: &all)
      #expect(one == Array(all[..<n]), "\(arithmetic)")
    }
  }

  @Test func isExactOnSeededOperands() throws {
    for arithmetic in Self.arithmetics {
      for (index, extents) in Self.extents.enumerated() {
        let seed = 700 + UInt64(index)
        var generator = SeededGenerator(seed: seed)
        let x = (0..<extents.rows * extents.inner).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let w = (0..<extents.inner * extents.columns).map { _ in Int8.random(in: -128...127, using: &generator) }
        try expectExact(extents, arithmetic, x: x, w: w, "seed \(seed)")
      }
    }
  }

  /// What saturates in 16 bits, and the longest sums.
  @Test func isExactAtTheEnds() throws {
    for arithmetic in Self.arithmetics {
      for extents in Self.extents {
        for weight in [Int8.min, .max] {
          try expectExact(
            extents, arithmetic, x: [UInt8](repeating: 255, count: extents.rows * extents.inner),
            w: [Int8](repeating: weight, count: extents.inner * extents.columns), "weights of \(weight)")
        }
      }
    }
  }
}
