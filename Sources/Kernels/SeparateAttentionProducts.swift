internal import CKernels

/// Attention by `IntegerProduct`: products to sums, and then sums to codes.
final class SeparateAttentionProducts: AttentionCodeProducts {
  private let attention: AttentionCodes
  private let scoresProduct: IntegerProduct.Binding
  private let contextProduct: IntegerProduct.Binding
  private let queries: ScratchBuffer<UInt8>
  private let keys: ScratchBuffer<Int8>
  private let values: ScratchBuffer<Int8>
  private let rowTerms: ScratchBuffer<Int32>
  private let columnTerms: ScratchBuffer<Int32>
  private let valueSums: ScratchBuffer<Int32>
  private let sums: ScratchBuffer<Int32>
  private let lowSums: ScratchBuffer<Int32>

  init(_ attention: AttentionCodes, scores: IntegerProduct, context: IntegerProduct) throws(KernelError) {
    self.attention = attention
    scoresProduct = try scores.makeBinding()
    contextProduct = try context.makeBinding()
    let (t, h, d) = (attention.tokens, attention.heads, attention.headDimension)
    queries = ScratchBuffer(count: h * t * d)
    keys = ScratchBuffer(count: h * t * d)
    values = ScratchBuffer(count: h * t * d)
    rowTerms = ScratchBuffer(count: h * t)
    columnTerms = ScratchBuffer(count: h * t)
    valueSums = ScratchBuffer(count: h * d)
    sums = ScratchBuffer(count: t * max(t, d))
    lowSums = ScratchBuffer(count: t * d)
  }

  func prepare(_ qkv: UnsafePointer<UInt8>, zeroPoint: Int32) {
    var buffers = fq_attention_operand_buffers(
      queries: queries.address, keys: keys.address, values: values.address, row_terms: rowTerms.address,
      column_terms: columnTerms.address, value_sums: valueSums.address)
    fq_attention_operands(
      qkv, attention.tokens, attention.heads, attention.headDimension, zeroPoint, &buffers)
  }

  func scores(
    head: Int, _ end: AttentionScoresEnd, clock: KernelClock?, into codes: UnsafeMutablePointer<UInt8>
  ) {
    let (t, d) = (attention.tokens, attention.headDimension)
    let first = head * t + (attention.query ?? 0)
    scoresProduct.run(queries.address + first * d, keys.address + head * t * d, into: sums.address)
    clock?.lap(.product)
    fq_score_codes(
      sums.address, rowTerms.address + first, columnTerms.address + head * t, attention.rowCount, t, end.factor,
      Float(end.zeroPoint), end.highest, codes)
    clock?.lap(.epilogue)
  }

  func context(
    head: Int, _ operand: AttentionContextOperand, _ end: AttentionContextEnd, clock: KernelClock?,
    into codes: UnsafeMutablePointer<UInt8>
  ) {
    let (t, h, d) = (attention.tokens, attention.heads, attention.headDimension)
    var parameters = fq_context_parameters()
    (parameters.rows, parameters.tokens) = (attention.rowCount, t)
    (parameters.dimension, parameters.stride) = (d, h * d)
    parameters.value_shift = 128 - end.valueZeroPoint
    parameters.probability_zero_point = operand.zeroPoint
    (parameters.factor, parameters.zero_point, parameters.highest) = (end.factor, Float(end.zeroPoint), end.highest)
    let values = values.address + head * t * d
    contextProduct.run(operand.codes, values, into: sums.address)
    if let low = operand.low { contextProduct.run(low, values, into: lowSums.address) }
    clock?.lap(.product)
    if operand.low == nil {
      fq_context_codes(sums.address, operand.sums, valueSums.address + head * d, &parameters, codes)
    } else {
      fq_shifted_context_codes(sums.address, lowSums.address, operand.sums, &parameters, codes)
    }
    clock?.lap(.epilogue)
  }
}
