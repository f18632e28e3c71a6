import Foundation

/// An image file that is open, of which nothing is read yet.
final class ImageFile {
  let path: String
  let identity: FileIdentity
  private let descriptor: Int32

  /// - Throws: also where the file is larger than `ImageLimits.fileByteCount`.
  init(_ path: String) throws(ImageError) {
    // Without O_NONBLOCK, a named pipe would block here until somebody writes to it.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw errno == ENOENT ? .missing(file: path) : .cannotRead(file: path, errorNumber: errno)
    }
    self.descriptor = descriptor
    self.path = path
    var status = stat()
    let errorNumber = fstat(descriptor, &status) == 0 ? 0 : errno
    identity = FileIdentity(status)
    guard errorNumber == 0 else { throw .cannotRead(file: path, errorNumber: errorNumber) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(file: path) }
    guard identity.byteCount <= ImageLimits.fileByteCount else {
      throw .fileTooLarge(file: path, byteCount: identity.byteCount, limit: ImageLimits.fileByteCount)
    }
  }

  deinit { close(descriptor) }

  /// The file as a whole.
  func read() throws(ImageError) -> WorkingMemory {
    let bytes = try WorkingMemory(byteCount: identity.byteCount, file: path)
    var count = 0
    while count < bytes.count {
      let result = Foundation.read(descriptor, bytes.start + count, bytes.count - count)
      if result > 0 {
        count += result
      } else if result == 0 {
        throw .changed(file: path)
      } else if errno != EINTR {
        throw .cannotRead(file: path, errorNumber: errno)
      }
    }
    return bytes
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
