/// Why a file is not a zip archive that this program reads.
package enum ZipProblem: Error, Hashable, Sendable {
  case notAnArchive
  /// The end record and the zip64 one do not say the same.
  case endsDisagree
  case severalDisks
  case tooManyEntries(count: Int, limit: Int)
  case directoryTooLong(byteCount: Int, limit: Int)
  /// The central directory is not where the end record says, or not of that length.
  case directoryDamaged
  case inflatesTooFar(byteCount: Int, limit: Int)
}

extension ZipProblem: CustomStringConvertible {
  /// What to say after the file's name.
  package var description: String {
    switch self {
    case .notAnArchive: "has no zip archive's end: it is cut short or something else; download it again"
    case .endsDisagree: "has two ends that disagree on what it holds; download it again"
    case .severalDisks: "is one part of a zip archive of several; join the parts"
    case .tooManyEntries(let count, let limit):
      "announces \(count) entries, above the limit of \(limit); is it the right file?"
    case .directoryTooLong(let byteCount, let limit):
      "announces a directory of \(byteCount) bytes, above the limit of \(limit); is it the right file?"
    case .directoryDamaged: "has a damaged directory; download it again"
    case .inflatesTooFar(let byteCount, let limit):
      "would inflate to \(byteCount) bytes, above the limit of \(limit) for its size; is it the right file?"
    }
  }
}
