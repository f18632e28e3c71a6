import Foundation
import Tensors

/// Whether the card of the first start was shown: a file in the state folder.
///
/// Where it cannot be written the card shows again, which is no reason to fail.
struct TourMark: Sendable {
  let folder: String

  var path: String { folder + "/tour-shown" }

  var isSet: Bool { FileManager.default.fileExists(atPath: path) }

  func set() {
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try? AtomicFile.write("fqvit --tour shows it again\n", to: path)
  }
}
