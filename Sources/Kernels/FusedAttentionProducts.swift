internal import CKernels

/// Attention by the package's own products, which end in codes.
final class FusedAttentionProducts: AttentionCodeProducts {
  private let attention: AttentionCodes
  private let keys: ScratchBuffer<Int8>
  private let values: ScratchBuffer<Int8>
  private let rowTerms: ScratchBuffer<Int32>
  private let columnTerms: ScratchBuffer<Int32>
  private let valueSums: ScratchBuffer<Int32>
  /// Of the product that runs: a term a row, and for each column a term, the factor and the offset.
  private let terms: ScratchBuffer<Int32>
  private let compensation: ScratchBuffer<Int32>
  private let factors: ScratchBuffer<Float>
  private let offsets: ScratchBuffer<Float>
  private var qkv: UnsafePointer<UInt8>?

  init(_ attention: AttentionCodes) {
    self.attention = attention
    let (t, h, d) = (attention.tokens, attention.heads, attention.headDimension)
    keys = ScratchBuffer(count: h * fq_code_weights_byte_count(d, t))
    values = ScratchBuffer(count: h * fq_code_weights_byte_count(t, d))
    rowTerms = ScratchBuffer(count: h * t)
    columnTerms = ScratchBuffer(count: h * t)
    valueSums = ScratchBuffer(count: h * d)
    terms = ScratchBuffer(count: t)
    compensation = ScratchBuffer(count: d)
    factors = ScratchBuffer(count: max(t, d))
    offsets = ScratchBuffer(count: max(t, d))
  }

  func prepare(_ qkv: UnsafePointer<UInt8>, zeroPoint: Int32) {
    self.qkv = qkv
    var buffers = fq_packed_attention(
      keys: keys.address, values: values.address, row_terms: rowTerms.address, column_terms: columnTerms.address,
      value_sums: valueSums.address)
    fq_pack_attention(qkv, attention.tokens, attention.heads, attention.headDimension, zeroPoint, &buffers)
  }

  func scores(
    head: Int, _ end: AttentionScoresEnd, clock: KernelClock?, into codes: UnsafeMutablePointer<UInt8>
  ) {
    guard let qkv else { preconditionFailure("scores are asked for after prepare") }
    let (t, h, d) = (attention.tokens, attention.heads, attention.headDimension)
    let first = attention.query ?? 0
    run(
      fq_code_source(codes: qkv + first * 3 * h * d + head * d, low: nil, stride: 3 * h * d),
      keys.address + head * fq_code_weights_byte_count(d, t), inner: d, columns: t,
      rowTerms: rowTerms.address + head * t + first, compensation: columnTerms.address + head * t,
      factor: end.factor, zeroPoint: end.zeroPoint, highest: end.highest, into: codes, stride: t)
    clock?.lap(.productToCodes)
  }

  func context(
    head: Int, _ operand: AttentionContextOperand, _ end: AttentionContextEnd, clock: KernelClock?,
    into codes: UnsafeMutablePointer<UInt8>
  ) {
    let (t, h, d) = (attention.tokens, attention.heads, attention.headDimension)
    let valueSums = valueSums.address + head * d
    for row in 0..<attention.rowCount {
      terms.address[row] = (128 - end.valueZeroPoint) * (operand.sums[row] - operand.zeroPoint * Int32(t))
    }
    for channel in 0..<d { compensation.address[channel] = -operand.zeroPoint * valueSums[channel] }
    run(
      fq_code_source(codes: operand.codes, low: operand.low, stride: t),
      values.address + head * fq_code_weights_byte_count(t, d), inner: t, columns: d, rowTerms: terms.address,
      compensation: compensation.address, factor: end.factor, zeroPoint: end.zeroPoint, highest: end.highest,
      into: codes, stride: h * d)
    clock?.lap(.productToCodes)
  }

  private func run(
    _ source: fq_code_source, _ weights: UnsafePointer<Int8>, inner: Int, columns: Int,
    rowTerms: UnsafePointer<Int32>, compensation: UnsafePointer<Int32>, factor: Float, zeroPoint: Int32,
    highest: Float, into codes: UnsafeMutablePointer<UInt8>, stride: Int
  ) {
    factors.address.update(repeating: factor, count: columns)
    offsets.address.update(repeating: Float(zeroPoint), count: columns)
    var requantization = fq_requantization(
      columns: columns, compensation: compensation, factors: factors.address, offsets: offsets.address,
      highest: highest)
    var source = source
    withUnsafePointer(to: &requantization) {
      var end = fq_product_end(fq_end_codes, $0)
      end.row_terms = rowTerms
      fq_code_product(&source, weights, attention.rowCount, inner, columns, &end, codes, stride)
    }
  }
}
