import Foundation

/// What can be wrong with a file that a user brings as an image.
package enum ImageError: Error, Hashable, Sendable {
  package enum Format: String, Sendable {
    case jpeg = "JPEG"
    case png = "PNG"
  }

  // Files.
  case missing(file: String)
  case notAFile(file: String)
  case cannotRead(file: String, errorNumber: Int32)
  case empty(file: String)
  case outOfMemory(file: String)
  case tooLarge(file: String, byteCount: Int, limit: Int)

  // Images.
  case unknownFormat(file: String)
  case corrupt(file: String, format: Format)
  case truncated(file: String, format: Format)
  case unknownComponents(file: String, count: Int)
  case tooManyPixels(file: String, width: Int, height: Int, limit: Int)
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
      "\(file) needs more memory than there is"
    case .tooLarge(let file, let byteCount, let limit):
      "\(file) has \(byteCount) bytes, above the limit of \(limit >> 20) MiB"

    case .unknownFormat(let file):
      "\(file) is neither JPEG nor PNG; convert it to one of them"
    case .corrupt(let file, let format):
      "\(file) is a damaged \(format.rawValue) file; replace or remove it"
    case .truncated(let file, let format):
      "\(file) is a \(format.rawValue) file that ends too early; copy it again"
    case .unknownComponents(let file, let count):
      "\(file) has \(count) colour components, where 1, 3 or 4 are known; convert it to RGB"
    case .tooManyPixels(let file, let width, let height, let limit):
      "\(file) is \(width) × \(height), above the limit of \(limit) pixels; make it smaller"
    }
  }
}
