import Foundation
import SystemPackage

/// What stands at a path, its links followed.
enum FileKind: Equatable {
  case file
  case folder
  /// Something that cannot be read as a file: why, to follow its name.
  case unusable(String)
  case absent

  init(of path: FilePath) {
    var status = stat()
    if path.withPlatformString({ stat($0, &status) }) == 0 {
      switch status.st_mode & S_IFMT {
      case S_IFREG: self = .file
      case S_IFDIR: self = .folder
      case S_IFIFO: self = .unusable("is a named pipe and no file")
      default: self = .unusable("is a device or a socket and no file")
      }
      return
    }
    let errorNumber = errno
    if path.withPlatformString({ lstat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFLNK {
      self = .unusable(
        errorNumber == ELOOP ? "is a link that leads back to itself" : "is a link to a file that is not there")
    } else if errorNumber == ENOENT || errorNumber == ENOTDIR {
      self = .absent
    } else {
      self = .unusable("cannot be read: \(String(cString: strerror(errorNumber)))")
    }
  }
}
