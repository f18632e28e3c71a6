import Foundation

/// What can be wrong with a file that a user brings as an image.
package enum ImageError: Error, Hashable, Sendable {
  // Files.
  case missing(file: String)
  case notAFile(file: String)
  case cannotRead(file: String, errorNumber: Int32)
  case empty(file: String)
  case outOfMemory(file: String)
  case tooLarge(file: String, byteCount: Int, limit: Int)

  // Images.
  case unknownFormat(file: String)
  case corrupt(file: String, format: ImageFormat)
  case truncated(file: String, format: ImageFormat)
  case unknownComponents(file: String, count: Int)
  case foreignFormat(file: String, format: ForeignFormat)
  /// A sound file of a kind within its format that is not read; `what` is what it has.
  case unreadKind(file: String, format: ImageFormat, what: String)
  case fileTooLarge(file: String, byteCount: Int, limit: Int)
  case tooManyPixels(file: String, width: Int, height: Int, limit: Int)
  case sideTooLong(file: String, width: Int, height: Int, limit: Int)
  case needsTooMuchMemory(file: String, byteCount: Int, limit: Int)
  case tooManyScans(file: String, count: Int, width: Int, height: Int, limit: Int)
  /// The file is not the one any more that was read before.
  case changed(file: String)
}

extension ImageError {
  /// Whether the machine lacks something, rather than the file: then another run could read it.
  package var isOfTheMachine: Bool {
    switch self {
    case .outOfMemory: true
    case .cannotRead(_, let errorNumber): [ENOMEM, EMFILE, ENFILE].contains(errorNumber)
    default: false
    }
  }
}

extension ImageError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing(let file):
      "\(file) does not exist; check the path"
    case .notAFile(let file):
      "\(file) is not a regular file"
    case .cannotRead(let file, let errorNumber):
      "\(file) cannot be read: \(String(cString: strerror(errorNumber)))"
    case .empty(let file):
      "\(file) is empty"
    case .outOfMemory(let file):
      "\(file) needs more memory than there is; free some, or take fewer threads (--threads)"
    case .tooLarge(let file, let byteCount, let limit):
      "\(file) has \(Self.mebibytes(byteCount)), above the limit of \(Self.mebibytes(limit)); is it the right file?"

    case .unknownFormat(let file):
      "\(file) is no image of a known kind; convert it to PNG or JPEG"
    case .foreignFormat(let file, let format):
      "\(file) is \(format.rawValue), which is not read; \(format.remedy)"
    case .unreadKind(let file, let format, let what):
      "\(file) is a \(format.rawValue) file with \(what), which is not read; convert it to PNG or JPEG"
    case .fileTooLarge(let file, let byteCount, let limit):
      "\(file) has \(Self.mebibytes(byteCount)), above the limit of \(Self.mebibytes(limit)) for an image; make it smaller"
    case .corrupt(let file, let format):
      "\(file) is a damaged \(format.rawValue) file; replace or remove it"
    case .truncated(let file, let format):
      "\(file) is a \(format.rawValue) file that ends too early; copy it again"
    case .unknownComponents(let file, let count):
      "\(file) has \(count) colour components, where 1, 3 or 4 are known; convert it to RGB"
    case .tooManyPixels(let file, let width, let height, let limit):
      "\(file) is \(width) × \(height), above the limit of \(limit) pixels; make it smaller"
    case .sideTooLong(let file, let width, let height, let limit):
      "\(file) is \(width) × \(height), above the limit of \(limit) pixels for a side; make it smaller"
    case .needsTooMuchMemory(let file, let byteCount, let limit):
      "\(file) takes \(Self.mebibytes(byteCount)) to decode, above the limit of \(Self.mebibytes(limit)); make it smaller or save it without interlacing"
    case .tooManyScans(let file, let count, let width, let height, let limit):
      "\(file) has \(count) scans of \(width) × \(height), above the limit of \(limit) for these extents; save it anew"
    case .changed(let file):
      "\(file) has changed since it was listed; start again"
    }
  }

  private static func mebibytes(_ byteCount: Int) -> String {
    // Rounded up, so that what is above a limit never reads as the limit.
    "\((byteCount + (1 << 20) - 1) >> 20) MiB"
  }
}
