import Digests
import Foundation
import SystemPackage
import Tensors

/// An image file that is open, of which nothing is read yet.
final class ImageFile {
  /// As messages show it.
  let name: String
  let identity: FileIdentity
  private let file: RegularFile

  /// - Throws: also where the file is larger than `ImageLimits.fileByteCount`.
  init(_ path: FilePath) throws(ImageError) {
    name = path.printable
    file = try RegularFile.opening(path)
    identity = FileIdentity(file.status)
    guard identity.byteCount <= ImageLimits.fileByteCount else {
      throw .fileTooLarge(file: name, byteCount: identity.byteCount, limit: ImageLimits.fileByteCount)
    }
  }

  /// The file as a whole.
  func read() throws(ImageError) -> WorkingMemory {
    let memory = try WorkingMemory(byteCount: identity.byteCount, file: name)
    do throws(RegularFile.Failure) {
      try file.read(into: UnsafeMutableRawBufferPointer(start: memory.start, count: memory.count), at: 0)
    } catch {
      throw ImageError(error, file: name)
    }
    return memory
  }

  /// SHA-256 of the file as a whole, of which one part at a time is in memory.
  func digest() throws(ImageError) -> Digest {
    let part = try WorkingMemory(byteCount: min(identity.byteCount, Self.digestedByteCount), file: name)
    let builder = DigestBuilder()
    do throws(RegularFile.Failure) {
      for start in stride(from: 0, to: identity.byteCount, by: Self.digestedByteCount) {
        // The memory lives as long as `part`, which the loop keeps.
        let bytes = UnsafeMutableRawBufferPointer(
          start: part.start, count: min(Self.digestedByteCount, identity.byteCount - start))
        try file.read(into: bytes, at: start)
        builder.add(UnsafeRawBufferPointer(bytes))
      }
      try file.checkUnchanged()
    } catch {
      throw ImageError(error, file: name)
    }
    return builder.finish()
  }

  private static let digestedByteCount = 1 << 18
}
