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

  private static let extents = [(1, 1, 1), (1, 192, 10), (5, 64, 5), (17, 768, 33), (197, 200, 64), (3, 1025, 7)]
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

  /// Bytes only where this CPU's are exact: that is what `IntegerProduct.arithmetic` asks.
  private static let arithmetics = Set([IntegerProduct.arithmetic, .floats])

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
