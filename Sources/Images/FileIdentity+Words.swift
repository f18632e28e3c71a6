import Foundation
import SystemPackage

extension FileIdentity {
  /// Of the file that `path` leads to; nil where there is none.
  init?(path: FilePath) {
    var status = stat()
    guard path.withPlatformString({ stat($0, &status) }) == 0 else { return nil }
    self.init(status)
  }

  /// As whole numbers, for files that remember it.
  package var words: [Int64] {
    [Int64(bitPattern: device), Int64(bitPattern: inode), Int64(byteCount), modified, changed]
  }

  /// What `words` gave; nil where they cannot have.
  package init?(words: [Int64]) {
    guard words.count == 5, words[2] >= 0 else { return nil }
    device = UInt64(bitPattern: words[0])
    inode = UInt64(bitPattern: words[1])
    byteCount = Int(words[2])
    modified = words[3]
    changed = words[4]
  }
}
