import Tensors

/// The header of an `.npy` file: a dictionary literal of Python, read by a parser of exactly that.
///
/// Format: `numpy/lib/format.py`, versions 1.0, 2.0 and 3.0.
struct NumPyHeader: Sendable {
  /// Bytes; NumPy itself reads 10,000.
  static let byteCountLimit = 1 << 16
  /// As many of a file's first bytes as give the header's length.
  static let prefixByteCount = 12

  let elementType: ElementType
  let byteOrder: ByteOrder
  let isColumnMajor: Bool
  let shape: Shape
  /// Where the elements begin.
  let dataBegin: Int

  /// Where the header begins and ends, as the file's first bytes tell.
  static func range(announcedBy prefix: [UInt8]) throws(NumPyProblem) -> Range<Int> {
    guard prefix.count > 9, prefix.starts(with: [0x93] + "NUMPY".utf8) else { throw .notAnArray }
    let lengthByteCount: Int
    switch (prefix[6], prefix[7]) {
    case (1, 0): lengthByteCount = 2
    case (2, 0), (3, 0): lengthByteCount = 4
    case (let major, let minor): throw .unknownVersion(major: major, minor: minor)
    }
    var reader = LittleEndianReader(prefix, at: 8)
    guard let byteCount = reader.number(lengthByteCount) else { throw .notAnArray }
    guard byteCount <= byteCountLimit else { throw .headerTooLong(byteCount: byteCount, limit: byteCountLimit) }
    return reader.position..<reader.position + byteCount
  }

  /// - Parameters:
  ///   - bytes: the file's first bytes, at least up to the end of `range`.
  ///   - fileByteCount: of the whole `.npy` file, whose rest the elements must be.
  init(in bytes: [UInt8], _ range: Range<Int>, fileByteCount: Int) throws(NumPyProblem) {
    guard range.upperBound <= bytes.count else { throw .badHeader }
    let header = try PythonHeaderLiteral(bytes[range])
    (elementType, byteOrder) = try Self.elementType(header.description)
    isColumnMajor = header.isColumnMajor
    dataBegin = range.upperBound
    guard header.extents.count <= StridedView.dimensionCountLimit else { throw .badHeader }
    let (byteCount, overflows) = (header.extents.checkedProduct ?? .max)
      .multipliedReportingOverflow(by: elementType.byteCount)
    guard header.extents.checkedProduct != nil, !overflows else { throw .shapeOverflow }
    guard byteCount == fileByteCount - dataBegin else {
      throw .byteCount(expected: byteCount, found: fileByteCount - dataBegin)
    }
    shape = Shape(header.extents)
  }

  /// Order, kind and width, as in `<f4`; `|` stands where there is no order to tell and `=` for the writer's own.
  private static func elementType(_ description: String) throws(NumPyProblem) -> (ElementType, ByteOrder) {
    guard let mark = description.first, "<>|=".contains(mark), let elementType = kinds[String(description.dropFirst())]
    else {
      throw description.dropFirst().first == "O" ? .objects : .unknownElementType(description)
    }
    return (elementType, mark == ">" ? .big : .little)
  }

  /// JAX's programs save BF16 as two bytes of no kind, since NumPy has no name for it.
  private static let kinds: [String: ElementType] = [
    "f2": .float16, "f4": .float32, "f8": .float64, "V2": .bfloat16, "b1": .bool, "u1": .unsigned8, "i1": .signed8,
    "u2": .unsigned16, "i2": .signed16, "u4": .unsigned32, "i4": .signed32, "u8": .unsigned64, "i8": .signed64,
  ]
}
