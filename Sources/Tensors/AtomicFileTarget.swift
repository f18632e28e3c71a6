import Foundation

/// What a path stands for before a file is put there: the path behind symbolic links, and what is there now.
struct AtomicFileTarget {
  /// As the user named it, for messages.
  let named: String
  /// Behind symbolic links.
  let path: String
  /// Nil where nothing is there yet.
  let existing: stat?

  var folder: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "" : String(path[..<slash])
  }

  /// Throws for what must not be replaced: a rename would put a file in the place of a device too, for a user who may.
  init(_ named: String) throws(AtomicFileError) {
    self.named = named
    var given = stat()
    // Before links are followed by name: those of /dev/stdout and /dev/fd lead to no name.
    if stat(named, &given) == 0, ![S_IFREG, S_IFDIR].contains(given.st_mode & S_IFMT) {
      throw .targetIsNotAFile(file: named)
    }
    path = try Self.behindLinks(named)
    var status = stat()
    guard stat(path, &status) == 0 else {
      existing = nil
      // What is missing will be made; a folder on the way that is missing or closed shows when the file is made.
      return
    }
    existing = status
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .targetIsFolder(file: named)
    default: throw .targetIsNotAFile(file: named)
    }
    // A rename asks for the folder's permission only, but a file is read-only for a reason.
    guard access(path, W_OK) == 0 else { throw failure(errno) }
  }

  /// The path that symbolic links at the end lead to, which need not exist.
  private static func behindLinks(_ named: String) throws(AtomicFileError) -> String {
    var path = named
    // As many as the system itself follows.
    for _ in 0..<40 {
      var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
      let count = buffer.withUnsafeMutableBytes {
        readlink(path, $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
      }
      guard count >= 0 else { return path }
      // Repaired, such a name would lead elsewhere.
      guard let link = String(validating: buffer[..<count], as: UTF8.self) else {
        throw .linkTargetNotText(file: named)
      }
      let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
      path = link.hasPrefix("/") ? link : folder + link
    }
    throw .system(file: named, errorNumber: ELOOP)
  }

  func failure(_ errorNumber: Int32) -> AtomicFileError {
    switch errorNumber {
    case ENOENT, ENOTDIR: .folderMissing(file: named)
    case EACCES, EPERM, EROFS: .notWritable(file: named)
    case ENOSPC, EDQUOT: .diskFull(file: named)
    case EFBIG: .overFileSizeLimit(file: named)
    default: .system(file: named, errorNumber: errorNumber)
    }
  }
}
