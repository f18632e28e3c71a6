/// A safetensors file, mapped into memory and checked in full when it is opened.
///
/// Safe to share between threads. Each read copies; the file stays mapped for as long as the value lives.
/// Format: https://github.com/huggingface/safetensors, "Format".
package struct SafetensorsFile: Sendable {
  package let path: String
  /// The tensors' names, sorted.
  package let names: [String]
  private let header: SafetensorsHeader
  private let file: MappedFile

  /// Maps and checks the file at `path`; after that, only a question for the wrong tensor fails.
  package init(path: String) throws(SafetensorsError) {
    do {
      file = try MappedFile(path: path)
    } catch {
      throw switch error {
      case .missing: .missing(file: path)
      case .notAFile: .notAFile(file: path)
      case .empty: .empty(file: path)
      case .system(let errorNumber): .cannotRead(file: path, errorNumber: errorNumber)
      }
    }
    header = try SafetensorsHeader(of: file.bytes, file: path)
    names = header.entries.keys.sorted()
    self.path = path
  }

  /// The free texts of the file's `__metadata__`.
  package var metadata: [String: String] { header.metadata }

  package func contains(_ name: String) -> Bool { header.entries[name] != nil }

  package func shape(of name: String) -> Shape? { header.entries[name]?.shape }

  package func elementType(of name: String) -> ElementType? { header.entries[name]?.elementType }

  /// The tensor as 32-bit floats, from F16, BF16, F32 or F64; anything else throws.
  package func tensor(_ name: String) throws(SafetensorsError) -> Tensor {
    let entry = try entry(name)
    guard let elements = FloatConversion.floats(from: bytes(of: entry), as: entry.elementType) else {
      throw .notFloatingPoint(file: path, tensor: name, elementType: entry.elementType)
    }
    return Tensor(shape: entry.shape, elements: elements)
  }

  /// The tensor as 32-bit integers, from any integer type; a value that does not fit throws.
  package func integers(_ name: String) throws(SafetensorsError) -> [Int32] {
    let entry = try entry(name)
    do {
      return try IntegerConversion.integers(from: bytes(of: entry), as: entry.elementType)
    } catch {
      throw switch error {
      case .notIntegers: .notIntegers(file: path, tensor: name, elementType: entry.elementType)
      case .beyond32Bits: .integerBeyond32Bits(file: path, tensor: name)
      }
    }
  }

  /// The tensor's bytes as they lie in the file.
  package func bytes(_ name: String) throws(SafetensorsError) -> [UInt8] {
    [UInt8](bytes(of: try entry(name)))
  }

  /// Lends the whole file's bytes, for a digest; they must not be kept after the call.
  package func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // The mapping must outlive the body, whose pointer does not keep it alive.
    let file = file
    defer { withExtendedLifetime(file) {} }
    return try body(file.bytes)
  }

  private func entry(_ name: String) throws(SafetensorsError) -> SafetensorsHeader.Entry {
    guard let entry = header.entries[name] else { throw .noSuchTensor(file: path, tensor: name) }
    return entry
  }

  /// Lives as long as this value, and so for the whole of the method that asks for it.
  private func bytes(of entry: SafetensorsHeader.Entry) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: file.bytes[entry.byteRange])
  }
}
