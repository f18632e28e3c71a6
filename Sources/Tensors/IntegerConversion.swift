/// Conversion of the integer element types to 32 bits.
package enum IntegerConversion {
  package enum Failure: Error {
    case notIntegers
    case beyond32Bits
  }

  package static func integers(
    from source: UnsafeRawBufferPointer, as elementType: ElementType
  ) throws(Failure) -> [Int32] {
    switch elementType {
    case .bool, .unsigned8: try converted(source, from: UInt8.self)
    case .signed8: try converted(source, from: Int8.self)
    case .signed16: try converted(source, from: Int16.self)
    case .unsigned16: try converted(source, from: UInt16.self)
    case .signed32: try converted(source, from: Int32.self)
    case .unsigned32: try converted(source, from: UInt32.self)
    case .signed64: try converted(source, from: Int64.self)
    case .unsigned64: try converted(source, from: UInt64.self)
    case .float16, .bfloat16, .float32, .float64: throw .notIntegers
    }
  }

  @inline(__always)
  private static func converted<Source: FixedWidthInteger>(
    _ source: UnsafeRawBufferPointer, from _: Source.Type
  ) throws(Failure) -> [Int32] {
    let stride = MemoryLayout<Source>.stride
    let count = source.count / stride
    var integers: [Int32] = []
    integers.reserveCapacity(count)
    for index in 0..<count {
      let value = source.loadUnaligned(fromByteOffset: index &* stride, as: Source.self)
      guard let integer = Int32(exactly: value) else { throw .beyond32Bits }
      integers.append(integer)
    }
    return integers
  }
}
