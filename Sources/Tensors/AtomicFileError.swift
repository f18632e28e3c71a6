import Foundation
import Texts

/// Why a file could not be written; whatever was there before is still there.
package enum AtomicFileError: Error, Hashable, Sendable {
  case folderMissing(file: String)
  case targetIsFolder(file: String)
  /// A device, a pipe or a socket.
  case targetIsNotAFile(file: String)
  case notWritable(file: String)
  case diskFull(file: String)
  /// The shell's limit on the size of files.
  case overFileSizeLimit(file: String)
  /// A symbolic link to a name that is not UTF-8, which messages and later calls could not give again.
  case linkTargetNotText(file: String)
  case system(file: String, errorNumber: Int32)
}

extension AtomicFileError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .folderMissing(let file):
      "\(file.printable) cannot be written: its folder does not exist; create the folder first"
    case .targetIsFolder(let file): "\(file.printable) cannot be written: it is a folder; name a file in it"
    case .targetIsNotAFile(let file): "\(file.printable) cannot be written: it is a device or a pipe; name a file"
    case .notWritable(let file):
      "\(file.printable) cannot be written: no permission to write there; choose another place"
    case .diskFull(let file): "\(file.printable) cannot be written: the disk is full; free some space"
    case .overFileSizeLimit(let file):
      "\(file.printable) cannot be written: it would be larger than files may be here; raise the limit (ulimit -f)"
    case .linkTargetNotText(let file):
      "\(file.printable) cannot be written: it is a symbolic link to a name that is not UTF-8; name another file"
    case .system(let file, let errorNumber):
      "\(file.printable) cannot be written: \(String(cString: strerror(errorNumber)))"
    }
  }
}
