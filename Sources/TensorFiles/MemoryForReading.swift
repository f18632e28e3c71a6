import Tensors

/// Whether there is memory for what of a file has to be read as a whole.
enum MemoryForReading {
  /// Not asked about below it: asking reads files of the kernel's, and tensors are many.
  private static let freeByteCount = 256 << 20
  /// What is read, its elements in order and the floats made of them.
  private static let copyCount = 3

  static func check(_ byteCount: Int, of part: String, in path: String) throws(TensorFileError) {
    guard byteCount > freeByteCount, byteCount > MemoryHeadroom.bytes / copyCount else { return }
    throw .noMemory(file: path, part: part, byteCount: byteCount)
  }
}
