import Foundation

/// A file open for writing in the folder of the one that it will be; ends by `move` or by `remove`.
///
/// Where the system can, it has no name until it is whole, so that nothing is left of it however the program ends.
final class TemporaryFile {
  private let target: AtomicFileTarget
  /// A name of its own for each write: two writers of one path must not share a temporary file.
  private let path: String
  private let hasName: Bool
  /// Nil once closed.
  private var descriptor: Int32?

  init(beside target: AtomicFileTarget) throws(AtomicFileError) {
    self.target = target
    path = target.folder + "/.fqvit-" + String(UInt64.random(in: 0...UInt64.max), radix: 36) + ".tmp"
    // What replaces a private file is private from the start.
    let permissions: mode_t = target.existing == nil ? 0o666 : 0o600
    let nameless = Self.namelessFile(in: target.folder + "/", permissions)
    hasName = nameless == nil
    let descriptor = nameless ?? open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
    guard descriptor >= 0 else { throw target.failure(errno) }
    self.descriptor = descriptor
  }

  /// Nil where the file system or the kernel has no files without a name, or no way to give one later.
  private static func namelessFile(in folder: String, _ permissions: mode_t) -> Int32? {
    // Linux's O_TMPFILE, a macro that Swift does not import: __O_TMPFILE with O_DIRECTORY.
    let descriptor = open(folder, O_WRONLY | O_CLOEXEC | O_DIRECTORY | 0o20_000_000, permissions)
    guard descriptor >= 0 else { return nil }
    guard access(procPath(descriptor), F_OK) == 0 else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  /// By which an open file without a name can be given one.
  private static func procPath(_ descriptor: Int32) -> String { "/proc/self/fd/\(descriptor)" }

  func write(_ bytes: [UInt8]) throws(AtomicFileError) {
    guard let descriptor else { preconditionFailure("written to before it is closed") }
    if let errorNumber = Descriptor.write(bytes, to: descriptor) { throw target.failure(errorNumber) }
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
    if !hasName {
      let status = linkat(AT_FDCWD, Self.procPath(descriptor), AT_FDCWD, path, AT_SYMLINK_FOLLOW)
      guard status == 0 else { throw target.failure(errno) }
    }
    self.descriptor = nil
    // Network and quota file systems report a full disk only when a file is closed.
    guard close(descriptor) == 0, rename(path, target.path) == 0 else { throw target.failure(errno) }
  }

  func remove() {
    if let descriptor { close(descriptor) }
    descriptor = nil
    unlink(path)
  }
}
