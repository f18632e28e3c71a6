import Foundation

/// The table of contents of a safetensors file, checked in full before any tensor is read.
///
/// The file is: header length (64 bits, little-endian), JSON header, data. Offsets count from the start of the data.
struct SafetensorsHeader: Sendable {
  struct Entry: Sendable {
    let elementType: ElementType
    let shape: Shape
    /// Bytes of the whole file, not of its data.
    let byteRange: Range<Int>
  }

  static let byteCountLimit = 100_000_000
  static let prefixByteCount = 8

  let entries: [String: Entry]
  let metadata: [String: String]

  init(of bytes: UnsafeRawBufferPointer, file: String) throws(SafetensorsError) {
    guard bytes.count >= Self.prefixByteCount else { throw .tooShort(file: file, byteCount: bytes.count) }
    let announced = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    guard announced <= UInt64(Self.byteCountLimit) else {
      throw .headerTooLong(file: file, headerByteCount: announced, limit: Self.byteCountLimit)
    }
    let dataBegin = Self.prefixByteCount + Int(announced)
    guard dataBegin <= bytes.count else {
      throw .headerBeyondFile(file: file, headerByteCount: Int(announced), fileByteCount: bytes.count)
    }
    let header = bytes[Self.prefixByteCount..<dataBegin]
    guard String(validating: header, as: UTF8.self) != nil else { throw .headerNotUTF8(file: file) }
    guard let json = try? JSONSerialization.jsonObject(with: Data(header), options: .fragmentsAllowed) else {
      throw .headerNotJSON(file: file)
    }
    guard let object = json as? [String: Any] else { throw .headerNotAnObject(file: file) }

    var entries: [String: Entry] = [:]
    var metadata: [String: String] = [:]
    // Sorted, so that a file with several faults always reports the same one.
    for (name, value) in object.sorted(by: { $0.key < $1.key }) {
      if name == "__metadata__" {
        guard let texts = value as? [String: String] else { throw .metadataNotText(file: file) }
        metadata = texts
      } else {
        entries[name] = try Self.entry(
          value, tensor: name, dataBegin: dataBegin, dataByteCount: bytes.count - dataBegin, file: file)
      }
    }
    try Self.checkCoverage(entries, of: dataBegin..<bytes.count, file: file)
    self.entries = entries
    self.metadata = metadata
  }

  private static func entry(
    _ value: Any, tensor: String, dataBegin: Int, dataByteCount: Int, file: String
  ) throws(SafetensorsError) -> Entry {
    guard let fields = value as? [String: Any], let typeName = fields["dtype"] as? String,
      let shape = fields["shape"], let offsets = fields["data_offsets"]
    else { throw .entryIncomplete(file: file, tensor: tensor) }
    guard let elementType = ElementType(rawValue: typeName) else {
      throw .unknownElementType(file: file, tensor: tensor, name: typeName)
    }
    guard let extents = naturalNumbers(shape) else { throw .shapeNotExtents(file: file, tensor: tensor) }
    guard let expected = byteCount(of: extents, elementType) else { throw .shapeOverflow(file: file, tensor: tensor) }
    guard let ends = naturalNumbers(offsets), ends.count == 2 else {
      throw .offsetsNotIntegers(file: file, tensor: tensor)
    }
    let (begin, end) = (ends[0], ends[1])
    guard begin <= end else { throw .offsetsReversed(file: file, tensor: tensor, begin: begin, end: end) }
    guard end <= dataByteCount else {
      throw .offsetsBeyondData(file: file, tensor: tensor, end: end, dataByteCount: dataByteCount)
    }
    guard end - begin == expected else {
      throw .byteCountMismatch(file: file, tensor: tensor, expected: expected, found: end - begin)
    }
    return Entry(elementType: elementType, shape: Shape(extents), byteRange: dataBegin + begin..<dataBegin + end)
  }

  /// The tensors must tile the data: no shared bytes, no holes, nothing after the last.
  private static func checkCoverage(
    _ entries: [String: Entry], of data: Range<Int>, file: String
  ) throws(SafetensorsError) {
    var position = data.lowerBound
    var previous = ""
    let ordered = entries.sorted {
      ($0.value.byteRange.lowerBound, $0.value.byteRange.upperBound, $0.key)
        < ($1.value.byteRange.lowerBound, $1.value.byteRange.upperBound, $1.key)
    }
    for (name, entry) in ordered {
      guard entry.byteRange.lowerBound >= position else {
        throw .overlap(file: file, tensor: name, other: previous)
      }
      guard entry.byteRange.lowerBound == position else {
        throw .unclaimedBytes(
          file: file, begin: position - data.lowerBound, end: entry.byteRange.lowerBound - data.lowerBound)
      }
      position = entry.byteRange.upperBound
      previous = name
    }
    guard position == data.upperBound else {
      throw .unclaimedBytes(file: file, begin: position - data.lowerBound, end: data.count)
    }
  }

  private static func byteCount(of extents: [Int], _ elementType: ElementType) -> Int? {
    var product = elementType.byteCount
    for extent in extents {
      let (next, overflow) = product.multipliedReportingOverflow(by: extent)
      if overflow { return nil }
      product = next
    }
    return product
  }

  /// JSON numbers that are integers from zero up; `true`, which Foundation also calls a number, is none.
  private static func naturalNumbers(_ json: Any) -> [Int]? {
    guard let values = json as? [Any] else { return nil }
    var numbers: [Int] = []
    for value in values {
      guard let number = value as? NSNumber, String(cString: number.objCType) != booleanType,
        let integer = Int(exactly: number), integer >= 0
      else { return nil }
      numbers.append(integer)
    }
    return numbers
  }

  /// What Foundation calls the type of `true` and `false`.
  private static let booleanType = "c"
}
