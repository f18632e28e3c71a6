package import Tensors

/// Named tensors on disk, in one file or several: opened, tables checked in full, elements read when they are asked for.
///
/// Safe to share between threads. Each read copies, and a file that changes meanwhile gives an error.
package protocol TensorFile: Sendable {
  var path: String { get }
  /// The tensors' names, sorted.
  var names: [String] { get }

  func shape(of name: String) -> Shape?

  func elementType(of name: String) -> ElementType?

  /// Reads everything once, front to back: the tensors that `isWanted` picks by name as 32-bit floats to `body`, every
  /// byte to `observe`.
  ///
  /// Wanted tensors must be F16, BF16, F32 or F64. Throws at the end where a file changed meanwhile.
  func readTensors(
    where isWanted: (String) -> Bool, observing observe: (UnsafeRawBufferPointer) -> Void,
    _ body: (String, Tensor) -> Void
  ) throws(TensorFileError)
}

extension TensorFile {
  package func contains(_ name: String) -> Bool { shape(of: name) != nil }

  /// Reads everything once, with all tensors as 32-bit floats to `body`.
  package func readTensors(
    observing observe: (UnsafeRawBufferPointer) -> Void, _ body: (String, Tensor) -> Void
  ) throws(TensorFileError) {
    try readTensors(where: { _ in true }, observing: observe, body)
  }
}
