import CZlib
package import Tensors

/// A zip archive, opened and its directory checked; entries are read when they are asked for, and nothing is ever written.
///
/// Stored and deflated entries, zip64 too. Safe to share between threads.
package struct ZipArchive: Sendable {
  package let path: String
  /// In the order of the file.
  package let entries: [ZipEntry]
  let file: RegularFile
  private let places: [String: Int]

  package init(path: String) throws(TensorFileError) {
    let file: RegularFile
    do throws(RegularFile.Failure) { file = try RegularFile(path: path) } catch { throw .file(path, error) }
    try self.init(file, path: path)
  }

  /// The archive in an open file; `path` is its name in messages.
  package init(_ file: RegularFile, path: String, limits: ZipLimits = ZipLimits()) throws(TensorFileError) {
    self.path = path
    self.file = file
    entries = try ZipDirectory(of: file, path: path, limits: limits).entries
    places = Dictionary(uniqueKeysWithValues: entries.indices.map { [entries] in (entries[$0].name, $0) })
  }

  package func entry(_ name: String) -> ZipEntry? { places[name].map { entries[$0] } }

  /// All of an entry, its length and checksum checked.
  ///
  /// - Parameter observe: sees the bytes of the entry's `dataRange` as they lie in the file.
  package func bytes(
    of entry: ZipEntry, limit: Int = .max, observing observe: (UnsafeRawBufferPointer) -> Void = { _ in }
  ) throws(TensorFileError) -> [UInt8] {
    guard entry.byteCount <= limit else {
      throw error(entry, .tooLong(byteCount: entry.byteCount, limit: limit))
    }
    try MemoryForReading.check(entry.byteCount, of: entry.name, in: path)
    let bytes = try read(entry, byteCount: entry.byteCount, observing: observe)
    // zlib reads the bytes within the call.
    let checksum = bytes.withUnsafeBytes { crc32_z(0, $0.bindMemory(to: UInt8.self).baseAddress, $0.count) }
    guard UInt32(truncatingIfNeeded: checksum) == entry.checksum else {
      throw error(entry, .checksum)
    }
    return bytes
  }

  /// The first bytes of an entry, `byteCount` or all that there are; nothing is checked by them.
  package func prefix(of entry: ZipEntry, byteCount: Int) throws(TensorFileError) -> [UInt8] {
    try read(entry, byteCount: min(byteCount, entry.byteCount)) { _ in }
  }

  private func error(_ entry: ZipEntry, _ problem: ZipEntryProblem) -> TensorFileError {
    .zipEntry(file: path, entry: entry.name, problem: problem)
  }

  /// The first `byteCount` bytes; all of them where `byteCount` is the entry's.
  private func read(
    _ entry: ZipEntry, byteCount: Int, observing observe: (UnsafeRawBufferPointer) -> Void
  ) throws(TensorFileError) -> [UInt8] {
    guard !entry.isEncrypted else { throw error(entry, .encrypted) }
    if case .other(let method) = entry.method { throw error(entry, .method(method)) }
    var failure: TensorFileError?
    let bytes = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
      count = 0
      let target = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[..<byteCount]))
      do throws(TensorFileError) {
        if entry.method == .stored {
          try copy(entry, into: target, observing: observe)
        } else {
          try inflate(entry, into: target, observing: observe)
        }
        count = byteCount
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  private func copy(
    _ entry: ZipEntry, into target: UnsafeMutableRawBufferPointer, observing observe: (UnsafeRawBufferPointer) -> Void
  ) throws(TensorFileError) {
    do throws(RegularFile.Failure) {
      for start in stride(from: 0, to: target.count, by: FileSweep.pieceByteCount) {
        let piece = UnsafeMutableRawBufferPointer(
          rebasing: target[start..<min(start + FileSweep.pieceByteCount, target.count)])
        try file.read(into: piece, at: entry.dataRange.lowerBound + start)
        observe(UnsafeRawBufferPointer(piece))
      }
    } catch {
      throw .file(path, error)
    }
  }

  private func inflate(
    _ entry: ZipEntry, into target: UnsafeMutableRawBufferPointer, observing observe: (UnsafeRawBufferPointer) -> Void
  ) throws(TensorFileError) {
    var inflation = EntryInflation(of: entry, into: target)
    for start in stride(from: entry.dataRange.lowerBound, to: entry.dataRange.upperBound, by: FileSweep.pieceByteCount)
    {
      let range = start..<min(start + FileSweep.pieceByteCount, entry.dataRange.upperBound)
      let piece: [UInt8]
      do throws(RegularFile.Failure) { piece = try file.bytes(range) } catch { throw .file(path, error) }
      let problem = piece.withUnsafeBytes { input -> ZipEntryProblem? in
        observe(input)
        return inflation.take(input)
      }
      if let problem { throw error(entry, problem) }
      if inflation.isSatisfied { return }
    }
    if let problem = inflation.finish() { throw error(entry, problem) }
  }
}
