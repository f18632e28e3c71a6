import Digests
import Foundation
import Tensors
import Texts

/// A file of the cache: a line that says what it is, then its content, which the line's digest covers.
///
/// The line is `fqvit-store KIND KEY COUNT DIGEST`, the digest SHA-256 of kind, key and content. A file whose bytes changed
/// anywhere, or that was put under another's name, is therefore never taken for what it was.
enum StoredFile {
  static let suffix = ".fqvit"
  private static let mark = "fqvit-store"
  private static let longestLine = 512
  /// No file is read beyond this; the largest that is written holds `LogitTable.byteLimit` of logits.
  static let byteLimit = LogitTable.byteLimit + 64 << 20

  enum Content {
    case missing
    case sound(ArraySlice<UInt8>)
    case damaged(reason: String)
  }

  static func encode(_ content: [UInt8], kind: String, key: String) -> [[UInt8]] {
    let line = "\(mark) \(kind) \(key) \(content.count) \(digest(content[...], kind: kind, key: key))\n"
    return [Array(line.utf8), content]
  }

  static func read(_ path: String, kind: String, key: String) -> Content {
    // A link is somebody else's file.
    let descriptor = open(path, RegularFile.openFlags | O_NOFOLLOW)
    guard descriptor >= 0 else {
      return [ENOENT, ENOTDIR].contains(errno) ? .missing : .damaged(reason: "it cannot be read")
    }
    let bytes: [UInt8]
    do throws(RegularFile.Failure) {
      let file = try RegularFile(descriptor: descriptor)
      guard file.byteCount <= byteLimit else { return .damaged(reason: "it is too large") }
      bytes = try file.bytes(0..<file.byteCount)
      // What was used least recently leaves the cache first.
      file.markUsed()
    } catch {
      return .damaged(reason: error == .notAFile ? "it is not a file" : "it cannot be read")
    }
    return check(bytes, kind: kind, key: key)
  }

  static func check(_ bytes: [UInt8], kind: String, key: String) -> Content {
    guard let end = bytes.prefix(longestLine).firstIndex(of: UInt8(ascii: "\n")),
      let line = String(validating: bytes[..<end], as: UTF8.self)
    else { return .damaged(reason: "it does not begin as such files do") }
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 5, words[0] == mark, words[1] == kind, words[2] == key else {
      return .damaged(reason: "it is another file")
    }
    let content = bytes[(end + 1)...]
    guard words[3] == "\(content.count)" else { return .damaged(reason: "its length is not what was written") }
    guard words[4] == digest(content, kind: kind, key: key) else {
      return .damaged(reason: "its digest does not match; it was changed")
    }
    return .sound(content)
  }

  private static func digest(_ content: ArraySlice<UInt8>, kind: String, key: String) -> String {
    // Of two digests, so that a large content is not copied to join it with its name.
    let own = content.withUnsafeBytes { Digest(of: $0) }
    return Digest(of: "\(kind) \(key) \(own)").description
  }
}
