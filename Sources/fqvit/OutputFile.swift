import Foundation
import Tensors
import Texts

/// The file that a command was told to write.
enum OutputFile {
  /// Refuses a path before minutes of work: one that cannot be written, or one where something is, unless it was forced.
  static func check(_ path: String, force: Bool, option: String) throws(Failure) {
    try Failure.reporting { try AtomicFile.check(path) }
    var status = stat()
    // A link to nothing is there too.
    guard lstat(path, &status) == 0, !force else { return }
    throw .wrongUse("\(option): \(path.printable) is there already; choose another name, or --force to replace it")
  }
}
