import Texts

/// What can be wrong with one entry of a zip archive.
package enum ZipEntryProblem: Error, Hashable, Sendable {
  case nameTooLong(byteCount: Int, limit: Int)
  case twice
  case encrypted
  case method(Int)
  case outside
  case overlap(other: String)
  /// The header in front of the data is not the one that the directory describes.
  case headerDiffers
  /// Stored, but with two sizes, or inflating to more than DEFLATE can hold.
  case impossibleSizes
  case damaged
  case inflatesOtherwise(announced: Int)
  case checksum
  case tooLong(byteCount: Int, limit: Int)
}

extension ZipEntryProblem: CustomStringConvertible {
  /// What to say after the file's and the entry's name.
  package var description: String {
    switch self {
    case .nameTooLong(let byteCount, let limit):
      "has a name of \(byteCount) bytes, above the limit of \(limit); is it the right file?"
    case .twice: "stands in the archive twice; save the file again"
    case .encrypted: "is encrypted; save the file without a password"
    case .method(let method): "is compressed by method \(method), which this program does not know; save the file again"
    case .outside: "lies outside the file; it is cut short: download it again"
    case .overlap(let other): "shares bytes with '\(other.printable)'; save the file again"
    case .headerDiffers: "has a header that the archive's directory does not agree with; download it again"
    case .impossibleSizes: "announces sizes that cannot be; download it again"
    case .damaged: "is damaged; download it again"
    case .inflatesOtherwise(let announced): "does not inflate to the announced \(announced) bytes; download it again"
    case .checksum: "has another checksum than the archive's directory says; download it again"
    case .tooLong(let byteCount, let limit):
      "has \(byteCount) bytes, above the limit of \(limit); is it the right file?"
    }
  }
}
