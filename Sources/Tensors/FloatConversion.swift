/// Widening of the floating-point element types to 32 bits; every value keeps its exact value, but F64 rounds to
/// nearest.
package enum FloatConversion {
  package static func isDefined(for elementType: ElementType) -> Bool {
    switch elementType {
    case .float16, .bfloat16, .float32, .float64: true
    default: false
    }
  }

  /// Converts as many elements as `target` holds and `source` has the bytes of; `isDefined` must hold.
  package static func convert(
    _ source: UnsafeRawBufferPointer, as elementType: ElementType, into target: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(source.count == target.count * elementType.byteCount, "the bytes of as many elements")
    switch elementType {
    case .float32: UnsafeMutableRawBufferPointer(target).copyMemory(from: source)
    case .float16: convert(source, from: UInt16.self, into: target, float16)
    case .bfloat16: convert(source, from: UInt16.self, into: target) { Float(bitPattern: UInt32($0) << 16) }
    case .float64: convert(source, from: UInt64.self, into: target) { Float(Double(bitPattern: $0)) }
    default: preconditionFailure("\(elementType.rawValue) is not a floating-point type")
    }
  }

  /// Data in a file has no alignment to count on, so each element is an unaligned load.
  @inline(__always)
  private static func convert<Bits: FixedWidthInteger>(
    _ source: UnsafeRawBufferPointer, from _: Bits.Type, into target: UnsafeMutableBufferPointer<Float>,
    _ convert: (Bits) -> Float
  ) {
    let stride = MemoryLayout<Bits>.stride
    for index in target.indices {
      target[index] = convert(source.loadUnaligned(fromByteOffset: index &* stride, as: Bits.self))
    }
  }

  /// A half's bits as a float, by integer arithmetic and one product: without it, each element would be a library call
  /// on processors that the compiler may not assume to convert halves.
  ///
  /// Moving exponent and mantissa into a float's places leaves the exponent 112 short (127 − 15), which the product
  /// with 2¹¹² repairs, exactly and for subnormals too. Infinities and NaNs get the float's top exponent instead.
  @inline(__always)
  private static func float16(_ bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let magnitude = UInt32(bits & 0x7FFF) << 13
    let finite = (Float(bitPattern: magnitude) * 0x1p112).bitPattern
    let nonFinite = magnitude | 0x7F80_0000
    return Float(bitPattern: sign | (bits & 0x7C00 == 0x7C00 ? nonFinite : finite))
  }
}
