package import Tensors

/// An archive of NumPy's arrays (`.npz`), opened and every array's header checked; elements are read when asked for.
///
/// An array's name is its entry's without `.npy`; other entries are passed over. Safe to share between threads.
package struct NumPyArchive: TensorFile {
  package let names: [String]
  private let archive: ZipArchive
  private let arrays: [String: StoredArray]

  private struct StoredArray: Sendable {
    let entry: ZipEntry
    let header: NumPyHeader
  }

  package var path: String { archive.path }

  package init(path: String) throws(TensorFileError) {
    let file: RegularFile
    do throws(RegularFile.Failure) { file = try RegularFile(path: path) } catch { throw .file(path, error) }
    try self.init(file, path: path)
  }

  /// The archive in an open file; `path` is its name in messages.
  package init(_ file: RegularFile, path: String) throws(TensorFileError) {
    guard file.byteCount > 0 else { throw .empty(file: path) }
    let start: [UInt8]
    do throws(RegularFile.Failure) { start = try file.bytes(0..<min(64, file.byteCount)) } catch {
      throw .file(path, error)
    }
    if let format = ForeignFormat(beginning: start), !start.starts(with: [0x50, 0x4B]) {
      throw .otherFormat(file: path, format)
    }
    archive = try ZipArchive(file, path: path)
    var arrays: [String: StoredArray] = [:]
    for entry in archive.entries where entry.name.hasSuffix(Self.suffix) {
      arrays[String(entry.name.dropLast(Self.suffix.count))] = StoredArray(
        entry: entry, header: try Self.header(of: entry, in: archive))
    }
    guard !arrays.isEmpty else { throw .noTensors(file: path) }
    self.arrays = arrays
    names = arrays.keys.sorted()
  }

  private static let suffix = ".npy"

  private static func header(of entry: ZipEntry, in archive: ZipArchive) throws(TensorFileError) -> NumPyHeader {
    let prefix = try archive.prefix(of: entry, byteCount: NumPyHeader.prefixByteCount)
    do {
      let range = try NumPyHeader.range(announcedBy: prefix)
      return try NumPyHeader(
        in: try archive.prefix(of: entry, byteCount: range.upperBound), range, fileByteCount: entry.byteCount)
    } catch let problem as NumPyProblem {
      throw .numPy(file: archive.path, entry: entry.name, problem: problem)
    } catch let error as TensorFileError {
      throw error
    } catch {
      preconditionFailure("reading throws its own errors: \(error)")
    }
  }

  package func shape(of name: String) -> Shape? { arrays[name]?.header.shape }

  package func elementType(of name: String) -> ElementType? { arrays[name]?.header.elementType }

  /// The array as 32-bit floats, from F16, BF16, F32 or F64; anything else throws.
  package func tensor(_ name: String) throws(TensorFileError) -> Tensor {
    try elements(of: try array(name)) { _ in }.tensor(name, in: path)
  }

  /// The array as 32-bit integers, from any integer type; a value that does not fit throws.
  package func integers(_ name: String) throws(TensorFileError) -> [Int32] {
    try elements(of: try array(name)) { _ in }.integers(name, in: path)
  }

  package func readTensors(
    where isWanted: (String) -> Bool, observing observe: (UnsafeRawBufferPointer) -> Void,
    _ body: (String, Tensor) -> Void
  ) throws(TensorFileError) {
    let wanted = arrays.filter { isWanted($0.key) }
      .sorted { $0.value.entry.headerOffset < $1.value.entry.headerOffset }
    var sweep = FileSweep(archive.file, path: path)
    for (name, array) in wanted {
      try sweep.pass(to: array.entry.dataRange.lowerBound, observing: observe)
      let tensor = try elements(of: array, observing: observe).tensor(name, in: path)
      sweep.skip(to: array.entry.dataRange.upperBound)
      body(name, tensor)
    }
    try sweep.finish(observing: observe)
  }

  private func array(_ name: String) throws(TensorFileError) -> StoredArray {
    guard let array = arrays[name] else { throw .noSuchTensor(file: path, tensor: name) }
    return array
  }

  private func elements(
    of array: StoredArray, observing observe: (UnsafeRawBufferPointer) -> Void
  ) throws(TensorFileError) -> StoredElements {
    var bytes = try archive.bytes(of: array.entry, observing: observe)
    bytes.removeFirst(array.header.dataBegin)
    let view = StridedView(dense: array.header.shape, isColumnMajor: array.header.isColumnMajor)
    return StoredElements(view, of: array.header.elementType, in: bytes, array.header.byteOrder)
  }
}
