import Foundation

/// What can be wrong with an image, a label file or an image folder that a user brings.
package enum ImageError: Error, Hashable, Sendable {
  // Files.
  case missing(file: String)
  case notAFile(file: String)
  case cannotRead(file: String, errorNumber: Int32)
  case empty(file: String)
  case outOfMemory(file: String)
  case notText(file: String)

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

  // Folders.
  case folderMissing(folder: String)
  case notAFolder(folder: String)
  case emptyFolder(folder: String)
  case noLabels(folder: String)
  case noImages(folder: String)
  case classOrderUnknown(folder: String, folderCount: Int, classCount: Int)
  case unknownClassFolder(folder: String, name: String, classes: String)

  // labels.txt, classes.tsv and order files.
  case labelMissing(file: String, line: Int)
  case labelNotANumber(file: String, line: Int, text: String)
  case labelOutOfRange(file: String, line: Int, label: String, classCount: Int)
  case listedImageMissing(file: String, line: Int, name: String)
  case classWithoutName(file: String, line: Int)
  case classFolderOutOfRange(folder: String, name: String, label: Int, classCount: Int)
  case namesNotInSet(folder: String, names: [String])
  case orderNamesNotInSet(file: String, folder: String, names: [String])
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
    case .notText(let file):
      "\(file) is not UTF-8 text; save it as UTF-8"

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

    case .folderMissing(let folder):
      "the folder \(folder) does not exist; check the path"
    case .notAFolder(let folder):
      "\(folder) is not a folder; name the folder that holds the images"
    case .emptyFolder(let folder):
      "the folder \(folder) is empty; name the folder that holds the images"
    case .noLabels(let folder):
      "\(folder) has neither labels.txt nor class folders; add labels.txt with a line 'file label' for each image"
    case .noImages(let folder):
      "\(folder) lists no JPEG or PNG image; add some"
    case .classOrderUnknown(let folder, let folderCount, let classCount):
      "\(folder) has \(folderCount) class folders for \(classCount) classes, so their labels are not known; add classes.tsv with the classes in label order, or labels.txt"
    case .unknownClassFolder(let folder, let name, let classes):
      "\(folder): the class folder '\(name)' is not in \(classes); rename the folder or add labels.txt"

    case .labelMissing(let file, let line):
      "\(file), line \(line): no label after the file name; write 'file label'"
    case .labelNotANumber(let file, let line, let text):
      "\(file), line \(line): the label '\(text)' is not a whole number"
    case .labelOutOfRange(let file, let line, let label, let classCount):
      "\(file), line \(line): the label \(label) is not between 0 and \(classCount - 1); is the list made for this model?"
    case .listedImageMissing(let file, let line, let name):
      "\(file), line \(line): there is no file '\(name)'; remove the line or add the image"
    case .classWithoutName(let file, let line):
      "\(file), line \(line): no tab between the class and its names; write 'class<tab>names'"
    case .classFolderOutOfRange(let folder, let name, let label, let classCount):
      "\(folder): the class folder '\(name)' has the label \(label), which is not between 0 and \(classCount - 1); are the images for this model?"
    case .namesNotInSet(let folder, let names):
      "\(folder) has no image named \(Self.list(names)); correct the list"
    case .orderNamesNotInSet(let file, let folder, let names):
      "\(file) names \(Self.list(names)), which \(folder) does not have; write one image's name a line"
    }
  }

  private static func mebibytes(_ byteCount: Int) -> String {
    // Rounded up, so that what is above a limit never reads as the limit.
    "\((byteCount + (1 << 20) - 1) >> 20) MiB"
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
    return names.count > 3 ? shown + " and \(names.count - 3) more" : shown
  }
}
