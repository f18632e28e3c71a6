/// The two products of an attention on codes, a head at a time, as one worker runs them; not to be shared between threads.
///
/// T tokens, H heads, D channels a head; `qkv` is `[T, 3, H, D]`.
protocol AttentionCodeProducts: AnyObject {
  /// Takes what attention multiplies from `qkv`, which stays as it is until the last context is there.
  func prepare(_ qkv: UnsafePointer<UInt8>, zeroPoint: Int32)

  /// The codes `[queries, T]` of a head's scores.
  func scores(head: Int, _ end: AttentionScoresEnd, clock: KernelClock?, into codes: UnsafeMutablePointer<UInt8>)

  /// The codes `[queries, D]` of a head's context, rows at a distance of H · D.
  func context(
    head: Int, _ operand: AttentionContextOperand, _ end: AttentionContextEnd, clock: KernelClock?,
    into codes: UnsafeMutablePointer<UInt8>)
}

/// From the sums of Q · Kᵀ to codes.
struct AttentionScoresEnd {
  let factor: Float
  let zeroPoint: Int32
  let highest: Float
}

/// Probabilities as `[queries, T]`: their codes, or 256 · codes + low where there is a second operand.
struct AttentionContextOperand {
  let codes: UnsafePointer<UInt8>
  let low: UnsafePointer<UInt8>?
  /// A query's sum of the whole operand.
  let sums: UnsafePointer<Int32>
  let zeroPoint: Int32
}

/// From the sums of P · V to codes.
struct AttentionContextEnd {
  let factor: Float
  let zeroPoint: Int32
  let highest: Float
  /// The zero point of the values.
  let valueZeroPoint: Int32
}
