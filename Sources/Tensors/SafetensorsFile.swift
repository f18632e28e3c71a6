import Texts

/// A safetensors file, opened and its header checked in full; tensors are read when they are asked for.
///
/// Safe to share between threads. Each read copies, and a file that changes meanwhile gives an error. Values are
/// little-endian in the file, as on every machine that this package runs on.
/// Format: https://github.com/huggingface/safetensors, "Format".
package struct SafetensorsFile: Sendable {
  package let path: String
  /// The tensors' names, sorted.
  package let names: [String]
  private let header: SafetensorsHeader
  private let file: RegularFile

  /// Opens the file at `path` and checks its header; after that, reads fail only where the file is changed or the disk
  /// fails.
  package init(path: String) throws(SafetensorsError) {
    self.path = path
    do throws(RegularFile.Failure) { file = try RegularFile(path: path) } catch { throw .file(path, error) }
    guard file.byteCount > 0 else { throw .empty(file: path) }
    let start = try Self.read(file, 0..<min(GitLFSPointer.prefixByteCount, file.byteCount), path)
    if let format = ForeignFormat(beginning: start) { throw .otherFormat(file: path, format) }
    guard start.count >= SafetensorsHeader.prefixByteCount else {
      throw .tooShort(file: path, byteCount: file.byteCount)
    }
    let prefix = Array(start.prefix(SafetensorsHeader.prefixByteCount))
    let headerByteCount = try SafetensorsHeader.byteCount(
      announcedBy: prefix, fileByteCount: file.byteCount, file: path)
    header = try SafetensorsHeader(
      of: try Self.read(file, prefix.count..<prefix.count + headerByteCount, path), fileByteCount: file.byteCount,
      file: path)
    names = header.entries.keys.sorted()
  }

  /// The free texts of the file's `__metadata__`.
  package var metadata: [String: String] { header.metadata }

  package func contains(_ name: String) -> Bool { header.entries[name] != nil }

  package func shape(of name: String) -> Shape? { header.entries[name]?.shape }

  package func elementType(of name: String) -> ElementType? { header.entries[name]?.elementType }

  /// The tensor as 32-bit floats, from F16, BF16, F32 or F64; anything else throws.
  package func tensor(_ name: String) throws(SafetensorsError) -> Tensor {
    try tensor(name, try entry(name)) { _ in }
  }

  /// The tensor as 32-bit integers, from any integer type; a value that does not fit throws.
  package func integers(_ name: String) throws(SafetensorsError) -> [Int32] {
    let entry = try entry(name)
    let bytes = try Self.read(file, entry.byteRange, path)
    do throws(IntegerConversion.Failure) {
      return try bytes.withUnsafeBytes { source in
        Result { () throws(IntegerConversion.Failure) in
          try IntegerConversion.integers(from: source, as: entry.elementType)
        }
      }.get()
    } catch {
      throw switch error {
      case .notIntegers: .notIntegers(file: path, tensor: name, elementType: entry.elementType)
      case .beyond32Bits: .integerBeyond32Bits(file: path, tensor: name)
      }
    }
  }

  /// The tensor's bytes as they lie in the file.
  package func bytes(_ name: String) throws(SafetensorsError) -> [UInt8] {
    try Self.read(file, try entry(name).byteRange, path)
  }

  /// Reads the whole file once, front to back: every tensor as 32-bit floats to `body`, every byte of the file to
  /// `observe`.
  ///
  /// No tensor is held twice and none longer than `body` holds it. Throws at the end where the file changed meanwhile.
  package func readTensors(
    observing observe: (UnsafeRawBufferPointer) -> Void, _ body: (String, Tensor) -> Void
  ) throws(SafetensorsError) {
    try readTensors(named: { _ in true }, observing: observe, body)
  }

  /// The same pass with only the tensors whose names `isWanted` picks to `body`; the others may be of any element type.
  package func readTensors(
    named isWanted: (String) -> Bool, observing observe: (UnsafeRawBufferPointer) -> Void,
    _ body: (String, Tensor) -> Void
  ) throws(SafetensorsError) {
    let ordered = SafetensorsHeader.inFileOrder(header.entries)
    let dataBegin = ordered.first?.value.byteRange.lowerBound ?? file.byteCount
    try Self.read(file, 0..<dataBegin, path).withUnsafeBytes { observe($0) }
    for (name, entry) in ordered {
      if isWanted(name) {
        body(name, try tensor(name, entry, observing: observe))
      } else {
        try passOver(entry.byteRange, observing: observe)
      }
    }
    do throws(RegularFile.Failure) { try file.checkUnchanged() } catch { throw .file(path, error) }
  }

  private func passOver(
    _ range: Range<Int>, observing observe: (UnsafeRawBufferPointer) -> Void
  ) throws(SafetensorsError) {
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 1 << 20) {
      try Self.read(file, start..<min(start + (1 << 20), range.upperBound), path).withUnsafeBytes { observe($0) }
    }
  }

  private func entry(_ name: String) throws(SafetensorsError) -> SafetensorsHeader.Entry {
    guard let entry = header.entries[name] else { throw .noSuchTensor(file: path, tensor: name) }
    return entry
  }

  /// - Parameter observe: sees the tensor's bytes as they lie in the file.
  private func tensor(
    _ name: String, _ entry: SafetensorsHeader.Entry, observing observe: (UnsafeRawBufferPointer) -> Void
  ) throws(SafetensorsError) -> Tensor {
    guard FloatConversion.isDefined(for: entry.elementType) else {
      throw .notFloatingPoint(file: path, tensor: name, elementType: entry.elementType)
    }
    let count = entry.shape.elementCount
    if count == 0 { return Tensor(shape: entry.shape, elements: []) }
    var failure: RegularFile.Failure?
    let elements = [Float](unsafeUninitializedCapacity: count) { target, initializedCount in
      do throws(RegularFile.Failure) {
        try fill(target, from: entry, observing: observe)
        initializedCount = count
      } catch {
        failure = error
        initializedCount = 0
      }
    }
    if let failure { throw .file(path, failure) }
    return Tensor(shape: entry.shape, elements: elements)
  }

  /// 32-bit floats are read to where they stay; others by way of a megabyte at a time.
  private func fill(
    _ target: UnsafeMutableBufferPointer<Float>, from entry: SafetensorsHeader.Entry,
    observing observe: (UnsafeRawBufferPointer) -> Void
  ) throws(RegularFile.Failure) {
    let count = entry.shape.elementCount
    if entry.elementType == .float32 {
      let bytes = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: target[..<count]))
      try file.read(into: bytes, at: entry.byteRange.lowerBound)
      observe(UnsafeRawBufferPointer(bytes))
      return
    }
    let chunk = (1 << 20) / entry.elementType.byteCount
    for start in stride(from: 0, to: count, by: chunk) {
      let part = start..<min(start + chunk, count)
      let first = entry.byteRange.lowerBound + start * entry.elementType.byteCount
      let bytes = try file.bytes(first..<first + part.count * entry.elementType.byteCount)
      bytes.withUnsafeBytes {
        FloatConversion.convert($0, as: entry.elementType, into: UnsafeMutableBufferPointer(rebasing: target[part]))
        observe($0)
      }
    }
  }

  private static func read(
    _ file: RegularFile, _ range: Range<Int>, _ path: String
  ) throws(SafetensorsError) -> [UInt8] {
    do throws(RegularFile.Failure) { return try file.bytes(range) } catch { throw .file(path, error) }
  }
}
