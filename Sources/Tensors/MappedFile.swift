import Foundation

/// The bytes of a file, mapped read-only for as long as the value lives.
///
/// A file that is replaced by rename keeps its old bytes here. One that is cut short in place while it is mapped faults
/// on the next read, as with any mapping, which is why this package writes files only by rename.
final class MappedFile: @unchecked Sendable {  // because the mapping is read-only and its address never changes
  enum OpenFailure: Error {
    case missing
    case notAFile
    case empty
    case system(errorNumber: Int32)
  }

  let byteCount: Int
  private let base: UnsafeMutableRawPointer

  init(path: String) throws(OpenFailure) {
    // Without O_NONBLOCK, a named pipe would block here until somebody writes to it.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .system(errorNumber: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(errorNumber: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
    guard status.st_size > 0 else { throw .empty }
    guard let address = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED
    else { throw .system(errorNumber: errno) }
    base = address
    byteCount = Int(status.st_size)
  }

  deinit { munmap(base, byteCount) }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: byteCount) }
}
