import Tensors

/// The central directory of a zip archive: what is in it and where, checked before any entry is read.
///
/// Trusted where an entry's own header leaves sizes to a data descriptor behind the data.
/// Format: APPNOTE.TXT 6.3.10 of PKWARE, sections 4.3 and 4.5.
struct ZipDirectory {
  /// In the order of the file.
  let entries: [ZipEntry]

  private struct Record {
    let name: [UInt8]
    let flags: Int
    let method: Int
    let checksum: Int
    let compressedByteCount: Int
    let byteCount: Int
    let headerOffset: Int
  }

  init(of file: RegularFile, path: String, limits: ZipLimits) throws(TensorFileError) {
    let end = try ZipEnd(of: file, path: path)
    guard end.entryCount <= limits.entryCount else {
      throw .zip(file: path, problem: .tooManyEntries(count: end.entryCount, limit: limits.entryCount))
    }
    guard end.directory.count <= limits.directoryByteCount else {
      throw .zip(
        file: path, problem: .directoryTooLong(byteCount: end.directory.count, limit: limits.directoryByteCount))
    }
    let records = try Self.records(end, of: file, path: path, limits: limits)
    try Self.checkTotal(records, of: file, path: path, limits: limits)
    var names: Set<String> = []
    var entries: [ZipEntry] = []
    entries.reserveCapacity(records.count)
    for record in records {
      let entry = try Self.entry(record, before: end.directory.lowerBound, in: file, path: path)
      guard names.insert(entry.name).inserted else {
        throw .zipEntry(file: path, entry: entry.name, problem: .twice)
      }
      entries.append(entry)
    }
    entries.sort { ($0.headerOffset, $0.dataRange.upperBound) < ($1.headerOffset, $1.dataRange.upperBound) }
    for (entry, next) in zip(entries, entries.dropFirst()) where next.headerOffset < entry.dataRange.upperBound {
      throw .zipEntry(file: path, entry: next.name, problem: .overlap(other: entry.name))
    }
    self.entries = entries
  }

  private static func records(
    _ end: ZipEnd, of file: RegularFile, path: String, limits: ZipLimits
  ) throws(TensorFileError) -> [Record] {
    let damaged = TensorFileError.zip(file: path, problem: .directoryDamaged)
    let bytes: [UInt8]
    do throws(RegularFile.Failure) { bytes = try file.bytes(end.directory) } catch { throw .file(path, error) }
    var reader = LittleEndianReader(bytes)
    var records: [Record] = []
    for _ in 0..<end.entryCount {
      guard reader.number(4) == 0x0201_4B50, reader.take(4) != nil, let flags = reader.number(2),
        let method = reader.number(2), reader.take(4) != nil, let checksum = reader.number(4),
        let compressed = reader.number(4), let byteCount = reader.number(4), let nameByteCount = reader.number(2),
        let extraByteCount = reader.number(2), let commentByteCount = reader.number(2), let disk = reader.number(2),
        reader.take(6) != nil, let offset = reader.number(4), let name = reader.take(nameByteCount),
        let extra = reader.take(extraByteCount), reader.take(commentByteCount) != nil
      else { throw damaged }
      guard nameByteCount <= limits.nameByteCount else {
        throw .zipEntry(
          file: path, entry: String(decoding: name, as: UTF8.self),
          problem: .nameTooLong(byteCount: nameByteCount, limit: limits.nameByteCount))
      }
      // Each is in the extra field where it does not fit 32 bits, in this order.
      guard var wide = wideFields(in: Array(extra)), disk == 0 || disk == 0xFFFF,
        let wholeByteCount = byteCount == 0xFFFF_FFFF ? wide.number(8) : byteCount,
        let wholeCompressed = compressed == 0xFFFF_FFFF ? wide.number(8) : compressed,
        let wholeOffset = offset == 0xFFFF_FFFF ? wide.number(8) : offset
      else { throw damaged }
      records.append(
        Record(
          name: Array(name), flags: flags, method: method, checksum: checksum, compressedByteCount: wholeCompressed,
          byteCount: wholeByteCount, headerOffset: wholeOffset))
    }
    guard reader.position == bytes.count else { throw damaged }
    return records
  }

  /// The zip64 field, empty where there is none; nil where the extra fields are no list of fields.
  ///
  /// What is too short for a field's head is padding, which some writers leave.
  private static func wideFields(in extra: [UInt8]) -> LittleEndianReader? {
    var reader = LittleEndianReader(extra)
    while let id = reader.number(2), let byteCount = reader.number(2) {
      guard let field = reader.take(byteCount) else { return nil }
      if id == 1 { return LittleEndianReader(Array(field)) }
    }
    return LittleEndianReader([])
  }

  private static func checkTotal(
    _ records: [Record], of file: RegularFile, path: String, limits: ZipLimits
  ) throws(TensorFileError) {
    let limit = limits.total(ofFileWith: file.byteCount)
    var total = 0
    for record in records {
      let (sum, overflows) = total.addingReportingOverflow(record.byteCount)
      total = overflows ? .max : sum
      guard total <= limit else { throw .zip(file: path, problem: .inflatesTooFar(byteCount: total, limit: limit)) }
    }
  }

  /// Holds a record against the header in front of the data.
  private static func entry(
    _ record: Record, before directory: Int, in file: RegularFile, path: String
  ) throws(TensorFileError) -> ZipEntry {
    let name = String(decoding: record.name, as: UTF8.self)
    func error(_ problem: ZipEntryProblem) -> TensorFileError { .zipEntry(file: path, entry: name, problem: problem) }
    let headerByteCount = 30 + record.name.count
    guard record.headerOffset <= directory - headerByteCount else { throw error(.outside) }
    let header: [UInt8]
    do throws(RegularFile.Failure) {
      header = try file.bytes(record.headerOffset..<record.headerOffset + headerByteCount)
    } catch {
      throw .file(path, error)
    }
    var reader = LittleEndianReader(header)
    guard reader.number(4) == 0x0403_4B50, reader.take(4) != nil, reader.number(2) == record.method,
      reader.take(16) != nil, reader.number(2) == record.name.count, let extraByteCount = reader.number(2),
      let found = reader.take(record.name.count), found.elementsEqual(record.name)
    else { throw error(.headerDiffers) }
    let begin = record.headerOffset + headerByteCount + extraByteCount
    guard begin <= directory, record.compressedByteCount <= directory - begin else { throw error(.outside) }
    let method = ZipEntry.Method(record.method)
    let mostByteCount: Int? =
      switch method {
      case .stored: record.compressedByteCount
      // Small streams have a head of some bytes.
      case .deflated: (record.compressedByteCount + 8).multipliedSaturating(by: ZipLimits.deflateInflation)
      case .other: nil
      }
    if let mostByteCount {
      guard record.byteCount <= mostByteCount, method == .deflated || record.byteCount == mostByteCount else {
        throw error(.impossibleSizes)
      }
    }
    return ZipEntry(
      name: name, method: method, isEncrypted: record.flags & 0x2041 != 0, checksum: UInt32(record.checksum),
      byteCount: record.byteCount, headerOffset: record.headerOffset,
      dataRange: begin..<begin + record.compressedByteCount)
  }
}

extension Int {
  fileprivate func multipliedSaturating(by factor: Int) -> Int {
    let (product, overflows) = multipliedReportingOverflow(by: factor)
    return overflows ? .max : product
  }
}
