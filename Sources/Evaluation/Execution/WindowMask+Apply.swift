import Graphs
import Kernels

extension WindowMask {
  /// Adds the penalty to the scores [G, H, Q, K] between regions.
  func addPenalty(to scores: UnsafeMutablePointer<Float>, _ shape: AttentionShape) {
    let (q, k) = (shape.queryCount, shape.keyCount)
    for group in 0..<shape.groupCount where !isOpen(group) {
      let regions = regions[group]
      for head in 0..<shape.headCount {
        for query in 0..<q {
          let row = scores + ((group * shape.headCount + head) * q + query) * k
          for key in 0..<k where regions[key] != regions[query] { row[key] += Self.penalty }
        }
      }
    }
  }
}

/// A softmax among the tokens of each region by itself: what the mask lets no token see becomes zero.
enum MaskedSoftmax {
  /// In place, from scores to probabilities.
  static func run(
    _ kernel: LogIntSoftmaxKernel, _ mask: WindowMask, _ shape: AttentionShape, _ scores: UnsafeMutablePointer<Float>
  ) {
    byRegion(
      mask, shape, scores, into: scores, zero: 0,
      { part, rows, columns, result in
        kernel.run(part, rows: rows, columns: columns)
        result.update(from: part, count: rows * columns)
      })
  }

  /// From scores to codes.
  static func codes(
    _ kernel: LogIntSoftmaxKernel, _ mask: WindowMask, _ shape: AttentionShape, _ scores: UnsafeMutablePointer<Float>,
    into codes: UnsafeMutablePointer<UInt8>
  ) {
    byRegion(
      mask, shape, scores, into: codes, zero: kernel.zeroCode,
      { part, rows, columns, result in kernel.codes(part, rows: rows, columns: columns, into: result) })
  }

  private static func byRegion<Element: BitwiseCopyable & AdditiveArithmetic>(
    _ mask: WindowMask, _ shape: AttentionShape, _ scores: UnsafeMutablePointer<Float>,
    into results: UnsafeMutablePointer<Element>, zero: Element,
    _ body: (UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int, UnsafeMutablePointer<Element>) -> Void
  ) {
    let (q, k) = (shape.queryCount, shape.keyCount)
    let count = shape.headCount * q * k
    let part = ScratchBuffer<Float>(count: count)
    let result = ScratchBuffer<Element>(count: count)
    for group in 0..<shape.groupCount {
      let (window, target) = (scores + group * count, results + group * count)
      guard !mask.isOpen(group) else {
        part.address.update(from: window, count: count)
        body(part.address, shape.headCount * q, k, result.address)
        target.update(from: result.address, count: count)
        continue
      }
      let regions = mask.regions[group]
      let whole = Array(UnsafeBufferPointer(start: window, count: count))
      target.update(repeating: zero, count: count)
      for region in Set(regions).sorted() {
        let tokens = regions.indices.filter { regions[$0] == region }
        let n = tokens.count
        for head in 0..<shape.headCount {
          for (row, query) in tokens.enumerated() {
            for (column, key) in tokens.enumerated() {
              part.address[(head * n + row) * n + column] = whole[(head * q + query) * k + key]
            }
          }
        }
        body(part.address, shape.headCount * n, n, result.address)
        for head in 0..<shape.headCount {
          for (row, query) in tokens.enumerated() {
            for (column, key) in tokens.enumerated() {
              target[(head * q + query) * k + key] = result.address[(head * n + row) * n + column]
            }
          }
        }
      }
    }
  }
}
