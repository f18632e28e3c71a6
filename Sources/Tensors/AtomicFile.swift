import Foundation

/// Writes a file so that readers see the old one or the whole new one, never a part.
package enum AtomicFile {
  /// Writes `bytes` to `path` by way of a temporary file in the same folder, which is removed if anything fails.
  ///
  /// Holds against a crash of the program, not of the system: nothing is flushed to the disk.
  package static func write(_ bytes: [UInt8], to path: String) throws(AtomicFileError) {
    try write([bytes], to: path)
  }

  package static func write(_ text: String, to path: String) throws(AtomicFileError) {
    try write([Array(text.utf8)], to: path)
  }

  /// Throws where `write` to `path` would fail already for its name or its folder, so that long work is not done in vain.
  package static func check(_ path: String) throws(AtomicFileError) {
    try checkTarget(path)
    let (temporary, descriptor) = try openTemporary(beside: path)
    close(descriptor)
    unlink(temporary)
  }

  /// Writes the parts one after the other, so that a large file need not be joined in memory first.
  package static func write(_ parts: [[UInt8]], to path: String) throws(AtomicFileError) {
    try checkTarget(path)
    let (temporary, descriptor) = try openTemporary(beside: path)
    do throws(AtomicFileError) {
      for part in parts { try writeAll(part, to: descriptor, for: path) }
    } catch {
      close(descriptor)
      unlink(temporary)
      throw error
    }
    // Network and quota file systems report a full disk only here.
    guard close(descriptor) == 0 else {
      let error = failure(errno, path)
      unlink(temporary)
      throw error
    }
    guard rename(temporary, path) == 0 else {
      let error = failure(errno, path)
      unlink(temporary)
      throw error
    }
  }

  private static func openTemporary(beside path: String) throws(AtomicFileError) -> (path: String, descriptor: Int32) {
    let url = URL(fileURLWithPath: path)
    let folder = url.deletingLastPathComponent().path
    // A name of its own for each write: two writers of one path must not share a temporary file.
    let suffix = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    let temporary = folder + "/.fqvit-" + suffix + ".tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure(errno, path) }
    return (temporary, descriptor)
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32, for path: String) throws(AtomicFileError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress! + written, $0.count - written) }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        throw failure(errno, path)
      }
    }
  }

  /// The rename would put a file in the place of whatever is there: of a device too, for a user who may.
  private static func checkTarget(_ path: String) throws(AtomicFileError) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw .targetIsFolder(file: path)
    default: throw .targetIsNotAFile(file: path)
    }
  }

  private static func failure(_ errorNumber: Int32, _ path: String) -> AtomicFileError {
    switch errorNumber {
    case ENOENT, ENOTDIR: .folderMissing(file: path)
    case EACCES, EPERM, EROFS: .notWritable(file: path)
    case ENOSPC, EDQUOT: .diskFull(file: path)
    default: .system(file: path, errorNumber: errorNumber)
    }
  }
}
