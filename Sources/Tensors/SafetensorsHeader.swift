import Texts

/// The table of contents of a safetensors file, checked in full before any tensor is read.
///
/// The file is: header length (64 bits, little-endian), JSON header, data. Offsets count from the start of the data.
/// Reading takes time and memory linear in the header, whose length, tensors and dimensions are bounded.
struct SafetensorsHeader: Sendable {
  struct Entry: Sendable {
    let elementType: ElementType
    let shape: Shape
    /// Bytes of the whole file, not of its data.
    let byteRange: Range<Int>
  }

  /// The format's own bound.
  static let byteCountLimit = 100_000_000
  /// The largest models that are published have some thousands.
  static let tensorCountLimit = 100_000
  /// PyTorch's own bound.
  static let dimensionCountLimit = 64
  static let prefixByteCount = 8

  let entries: [String: Entry]
  let metadata: [String: String]

  /// The header's length, as the file's first bytes announce it.
  static func byteCount(announcedBy prefix: [UInt8], fileByteCount: Int, file: String) throws(SafetensorsError) -> Int {
    let announced = prefix.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard announced <= UInt64(byteCountLimit) else {
      throw .headerTooLong(file: file, headerByteCount: announced, limit: byteCountLimit)
    }
    guard prefixByteCount + Int(announced) <= fileByteCount else {
      throw .headerBeyondFile(file: file, headerByteCount: Int(announced), fileByteCount: fileByteCount)
    }
    return Int(announced)
  }

  init(of json: [UInt8], fileByteCount: Int, file: String) throws(SafetensorsError) {
    let data = Self.prefixByteCount + json.count..<fileByteCount
    // A file's metadata may be thousands of texts; an entry is three members and two short lists.
    var scanner = JSONScanner(json, limits: .init(depth: 4, valueCount: 100_000))
    var entries: [String: Entry] = [:]
    var metadata: [String: String] = [:]
    do {
      guard try scanner.beginObject() else { throw SafetensorsError.headerNotAnObject(file: file) }
      var isFirst = true
      while let name = try scanner.nextMember(isFirst: isFirst) {
        isFirst = false
        let value = try scanner.value()
        if name == "__metadata__" {
          guard metadata.isEmpty else { throw SafetensorsError.tensorTwice(file: file, tensor: name) }
          metadata = try Self.metadata(value, file: file)
        } else {
          guard entries.count < Self.tensorCountLimit else {
            throw SafetensorsError.tooManyTensors(file: file, limit: Self.tensorCountLimit)
          }
          let entry = try Self.entry(value, tensor: name, data: data, file: file)
          guard entries.updateValue(entry, forKey: name) == nil else {
            throw SafetensorsError.tensorTwice(file: file, tensor: name)
          }
        }
      }
      try scanner.end()
    } catch let error as SafetensorsError {
      throw error
    } catch let error as JSONError {
      throw error.reason == .notUTF8 ? .headerNotUTF8(file: file) : .headerNotJSON(file: file, reason: error)
    } catch {
      preconditionFailure("the scanner throws its own errors: \(error)")
    }
    try Self.checkCoverage(entries, of: data, file: file)
    self.entries = entries
    self.metadata = metadata
  }

  private static func metadata(_ value: JSONValue, file: String) throws(SafetensorsError) -> [String: String] {
    guard let members = value.object else { throw .metadataNotText(file: file) }
    let texts = members.compactMapValues(\.string)
    guard texts.count == members.count else { throw .metadataNotText(file: file) }
    return texts
  }

  private static func entry(
    _ value: JSONValue, tensor: String, data: Range<Int>, file: String
  ) throws(SafetensorsError) -> Entry {
    guard let fields = value.object, let typeName = fields["dtype"]?.string, let shape = fields["shape"],
      let offsets = fields["data_offsets"]
    else { throw .entryIncomplete(file: file, tensor: tensor) }
    guard let elementType = ElementType(rawValue: typeName) else {
      throw .unknownElementType(file: file, tensor: tensor, name: typeName)
    }
    guard let extents = naturalNumbers(shape), extents.count <= dimensionCountLimit else {
      throw .shapeNotExtents(file: file, tensor: tensor)
    }
    guard let expected = byteCount(of: extents, elementType) else { throw .shapeOverflow(file: file, tensor: tensor) }
    guard let ends = naturalNumbers(offsets), ends.count == 2 else {
      throw .offsetsNotIntegers(file: file, tensor: tensor)
    }
    let (begin, end) = (ends[0], ends[1])
    guard begin <= end else { throw .offsetsReversed(file: file, tensor: tensor, begin: begin, end: end) }
    guard end <= data.count else {
      throw .offsetsBeyondData(file: file, tensor: tensor, end: end, dataByteCount: data.count)
    }
    guard end - begin == expected else {
      throw .byteCountMismatch(file: file, tensor: tensor, expected: expected, found: end - begin)
    }
    return Entry(
      elementType: elementType, shape: Shape(extents),
      byteRange: data.lowerBound + begin..<data.lowerBound + end)
  }

  /// The tensors must tile the data: no shared bytes, no holes, nothing after the last.
  private static func checkCoverage(
    _ entries: [String: Entry], of data: Range<Int>, file: String
  ) throws(SafetensorsError) {
    var position = data.lowerBound
    var previous = ""
    for (name, entry) in inFileOrder(entries) {
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

  /// Front to back; tensors without elements by name.
  static func inFileOrder(_ entries: [String: Entry]) -> [(key: String, value: Entry)] {
    entries.sorted {
      ($0.value.byteRange.lowerBound, $0.value.byteRange.upperBound, $0.key)
        < ($1.value.byteRange.lowerBound, $1.value.byteRange.upperBound, $1.key)
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

  /// JSON numbers that are integers from zero up, written as such.
  private static func naturalNumbers(_ json: JSONValue) -> [Int]? {
    guard let values = json.array else { return nil }
    let numbers = values.compactMap { value -> Int? in
      guard case .number(let digits) = value, let number = Int(digits), number >= 0 else { return nil }
      return number
    }
    return numbers.count == values.count ? numbers : nil
  }
}
