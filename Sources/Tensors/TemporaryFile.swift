import Foundation

/// A file of a name that nobody else has, open for writing, in the folder of the one that it will be.
///
/// Ends by `move` or by `remove`.
final class TemporaryFile {
  private let path: String
  private let target: AtomicFileTarget
  /// Nil once closed.
  private var descriptor: Int32?

  init(beside target: AtomicFileTarget) throws(AtomicFileError) {
    self.target = target
    // A name of its own for each write: two writers of one path must not share a temporary file.
    let suffix = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    path = target.folder + "/.fqvit-" + suffix + ".tmp"
    // What replaces a private file is private from the start.
    let permissions: mode_t = target.existing == nil ? 0o666 : 0o600
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
    guard descriptor >= 0 else { throw target.failure(errno) }
    self.descriptor = descriptor
  }

  func write(_ bytes: [UInt8]) throws(AtomicFileError) {
    guard let descriptor else { preconditionFailure("written to before it is closed") }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Foundation.write(descriptor, $0.baseAddress! + written, $0.count - written)
      }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        throw target.failure(errno)
      }
    }
  }

  /// Puts the file in the place of its target, with the owner, group and permissions of what is there.
  func move() throws(AtomicFileError) {
    guard let descriptor else { preconditionFailure("moved before it is closed") }
    if let existing = target.existing {
      // Only the superuser gives files away. Where not even the group stays, what the old one was allowed is withheld.
      let keepsGroup =
        fchown(descriptor, existing.st_uid, existing.st_gid) == 0
        || fchown(descriptor, uid_t.max, existing.st_gid) == 0
      fchmod(descriptor, existing.st_mode & (keepsGroup ? 0o777 : 0o707))
    }
    self.descriptor = nil
    // Network and quota file systems report a full disk only here.
    guard close(descriptor) == 0, rename(path, target.path) == 0 else { throw target.failure(errno) }
  }

  func remove() {
    if let descriptor { close(descriptor) }
    descriptor = nil
    unlink(path)
  }
}
