package import Foundation

/// A regular file, open for reading, whose size was looked at before anything of it is read.
///
/// Reads copy, so a file that somebody cuts short or writes to meanwhile gives an error; a mapping would end the
/// program by SIGBUS. A file that is replaced by rename keeps its old bytes here. Safe to share between threads: reads
/// name their position and nothing changes.
package final class RegularFile: Sendable {
  package enum Failure: Error, Hashable, Sendable {
    case missing
    /// A symbolic link whose target is not there, such as a file of a download that was broken off.
    case linkToNothing
    /// A folder, a pipe, a socket or a device.
    case notAFile
    /// The file changed while it was read.
    case changed
    case tooLarge(byteCount: Int, limit: Int)
    case system(errorNumber: Int32)
  }

  /// How such a file is opened: without O_NONBLOCK, a named pipe would block until somebody writes to it.
  package static let openFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK

  /// As it was when it was opened.
  package let status: stat
  private let descriptor: Int32

  package var byteCount: Int { Int(status.st_size) }

  package convenience init(path: String) throws(Failure) {
    let descriptor = open(path, Self.openFlags)
    guard descriptor >= 0 else { throw Self.failure(toOpen: path, errorNumber: errno) }
    try self.init(descriptor: descriptor)
  }

  /// The file that `descriptor` was opened for; closes it at the end, or at once where it throws.
  package init(descriptor: Int32) throws(Failure) {
    self.descriptor = descriptor
    var status = stat()
    let errorNumber = fstat(descriptor, &status) == 0 ? 0 : errno
    self.status = status
    guard errorNumber == 0 else { throw .system(errorNumber: errorNumber) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
  }

  deinit { close(descriptor) }

  /// The whole file, which must not be larger than `limit`.
  package static func bytes(of path: String, limit: Int) throws(Failure) -> [UInt8] {
    let file = try RegularFile(path: path)
    guard file.byteCount <= limit else { throw .tooLarge(byteCount: file.byteCount, limit: limit) }
    return try file.bytes(0..<file.byteCount)
  }

  package func bytes(_ range: Range<Int>) throws(Failure) -> [UInt8] {
    // An array made for no element writes its count into what all empty arrays share, which ThreadSanitizer tells of.
    if range.isEmpty { return [] }
    var failure: Failure?
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      do throws(Failure) {
        try read(into: UnsafeMutableRawBufferPointer(buffer), at: range.lowerBound)
        count = range.count
      } catch {
        failure = error
        count = 0
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Fills `buffer` with the bytes from `position` on.
  package func read(into buffer: UnsafeMutableRawBufferPointer, at position: Int) throws(Failure) {
    guard let base = buffer.baseAddress else { return }
    var done = 0
    while done < buffer.count {
      let count = pread(descriptor, base + done, buffer.count - done, position + done)
      if count > 0 {
        done += count
      } else if count == 0 {
        throw .changed
      } else if errno != EINTR {
        throw .system(errorNumber: errno)
      }
    }
  }

  /// Notes that the file was used now; where that cannot be noted nothing is lost.
  package func markUsed() { futimens(descriptor, nil) }

  /// Throws where the file was written to since it was opened, so that what was read may be of two versions.
  package func checkUnchanged() throws(Failure) {
    var now = stat()
    guard fstat(descriptor, &now) == 0 else { throw .system(errorNumber: errno) }
    guard now.st_size == status.st_size, now.st_mtim.tv_sec == status.st_mtim.tv_sec,
      now.st_mtim.tv_nsec == status.st_mtim.tv_nsec
    else { throw .changed }
  }

  private static func failure(toOpen path: String, errorNumber: Int32) -> Failure {
    switch errorNumber {
    case ENOENT, ENOTDIR:
      var status = stat()
      return lstat(path, &status) == 0 ? .linkToNothing : .missing
    // What opening a socket gives.
    case ENXIO: return .notAFile
    default: return .system(errorNumber: errorNumber)
    }
  }
}

extension RegularFile.Failure {
  /// What to say after the file's name.
  package var explanation: String {
    switch self {
    case .missing: "does not exist; check the path"
    case .linkToNothing: "is a symbolic link to a file that does not exist; download the file again"
    case .notAFile: "is not a regular file; name the file itself"
    case .changed: "changed while it was read; try again once nothing writes to it"
    case .tooLarge(let byteCount, let limit):
      "has \(byteCount) bytes, above the limit of \(limit); is it the right file?"
    case .system(EACCES), .system(EPERM): "cannot be read: no permission; change its permissions"
    case .system(let errorNumber): "cannot be read: \(String(cString: strerror(errorNumber)))"
    }
  }
}
