/// Widening of the floating-point element types to 32 bits; every value keeps its exact value, but F64 rounds to nearest.
enum FloatConversion {
  static func floats(from source: UnsafeRawBufferPointer, as elementType: ElementType) -> [Float]? {
    switch elementType {
    case .float32: copied(source)
    case .float16: converted(source, from: UInt16.self, float16)
    case .bfloat16: converted(source, from: UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
    case .float64: converted(source, from: UInt64.self) { Float(Double(bitPattern: $0)) }
    default: nil
    }
  }

  private static func copied(_ source: UnsafeRawBufferPointer) -> [Float] {
    let count = source.count / MemoryLayout<Float>.stride
    return [Float](unsafeUninitializedCapacity: count) { target, initializedCount in
      UnsafeMutableRawBufferPointer(target).copyMemory(from: UnsafeRawBufferPointer(rebasing: source[..<(count * 4)]))
      initializedCount = count
    }
  }

  /// Data in a file has no alignment to count on, so each element is an unaligned load.
  @inline(__always)
  private static func converted<Bits: FixedWidthInteger>(
    _ source: UnsafeRawBufferPointer, from _: Bits.Type, _ convert: (Bits) -> Float
  ) -> [Float] {
    let stride = MemoryLayout<Bits>.stride
    let count = source.count / stride
    return [Float](unsafeUninitializedCapacity: count) { target, initializedCount in
      for index in 0..<count {
        target[index] = convert(source.loadUnaligned(fromByteOffset: index &* stride, as: Bits.self))
      }
      initializedCount = count
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
