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

extension RegularFile {
  /// The file at `path`, whose name need not be UTF-8.
  static func opening(_ path: FilePath) throws(ImageError) -> RegularFile {
    let descriptor = path.withPlatformString { open($0, openFlags) }
    guard descriptor >= 0 else {
      throw errno == ENOENT
        ? .missing(file: path.printable) : .cannotRead(file: path.printable, errorNumber: errno)
    }
    do throws(Failure) { return try RegularFile(descriptor: descriptor) } catch {
      throw ImageError(error, file: path.printable)
    }
  }
}

extension ImageError {
  init(_ failure: RegularFile.Failure, file: String) {
    self =
      switch failure {
      case .missing, .linkToNothing: .missing(file: file)
      case .notAFile: .notAFile(file: file)
      case .changed: .changed(file: file)
      case .tooLarge(let byteCount, let limit): .tooLarge(file: file, byteCount: byteCount, limit: limit)
      case .system(let errorNumber): .cannotRead(file: file, errorNumber: errorNumber)
      }
  }
}

/// A piece of memory as large as an image asks for, so that there not being as much is an error and no crash.
final class WorkingMemory {
  let start: UnsafeMutablePointer<UInt8>
  let count: Int

  init(byteCount: Int, file: String) throws(ImageError) {
    guard let start = malloc(max(byteCount, 1)) else { throw .outOfMemory(file: file) }
    self.start = start.assumingMemoryBound(to: UInt8.self)
    count = byteCount
  }

  deinit { free(start) }

  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }
}
