import Foundation
package import Texts

/// What can be wrong with a folder of images and with the lists that give their labels.
package enum ListingError: Error, Hashable, Sendable {
  case file(ImageError)
  case notText(file: String, problem: TextLines.Problem)

  // Folders.
  case folderMissing(folder: String)
  case notAFolder(folder: String)
  case cannotReadFolder(folder: String, errorNumber: Int32)
  case tooManyEntries(folder: String, limit: Int)
  case emptyFolder(folder: String)
  case noImages(folder: String, skipped: [SkippedImage])
  case splitFolders(folder: String, names: [String])
  case oneFileTwoLabels(names: [String], labels: [Int])

  /// As many images are held out as there are.
  case nothingLeft(folder: String, heldOutCount: Int, imageCount: Int)

  // What orders the classes.
  case classOrderUnknown(folder: String, folderCount: Int, classCount: Int)
  case identifierOrderUnknown(place: String, example: String, count: Int, classCount: Int)
  case identifierOrderAmbiguous(file: String)
  case sortedOrderContested(place: String, names: [String])
  case unknownClassFolder(folder: String, name: String, list: String, nearest: ClassList.Nearest?)
  case classFolderOutOfRange(folder: String, name: String, label: String, classCount: Int)
  case classFoldersCollide(folder: String, names: [String], label: Int)
  case classCountDiffers(list: String, count: Int, classCount: Int)
  case classOrdersDiffer(lists: [String], name: String, labels: [Int])
  case classWithoutName(file: String, line: Int)
  /// Several classes of a list have the name.
  case classNameAmbiguous(list: String, name: String, labels: [Int])
  case classListedTwice(file: String, name: String, lines: [Int])

  // Lists of labels.
  case severalLists(folder: String, names: [String])
  case groundTruthList(file: String)
  case labelMissing(file: String, line: Int)
  case labelNotANumber(file: String, line: Int, text: String)
  case labelUnknown(file: String, line: Int, text: String, list: String, nearest: ClassList.Nearest?)
  case labelOutOfRange(file: String, line: Int, label: String, classCount: Int)
  case listedImageMissing(file: String, line: Int, name: String)
  case listedTwice(file: String, name: String, lines: [Int], labels: [Int])

  // Order files.
  case namesNotInSet(folder: String, names: [String])
  case orderNamesNotInSet(file: String, folder: String, names: [String])
  case orderNameAmbiguous(file: String, line: Int, name: String, images: [String])
  case orderedTwice(file: String, name: String, lines: [Int])

  /// Why a folder inside another is left out, where the walk can go on without it.
  var reasonToSkip: String? {
    switch self {
    case .folderMissing: "is no longer there"
    case .notAFolder: "is no longer a folder"
    case .cannotReadFolder(_, let errorNumber): "cannot be read: \(String(cString: strerror(errorNumber)))"
    default: nil
    }
  }
}

extension ListingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .file(let error): error.description
    case .notText(let file, let problem): "\(file) \(problem)"
    default: folderDescription ?? orderDescription ?? listDescription ?? ""
    }
  }

  private var folderDescription: String? {
    switch self {
    case .folderMissing(let folder):
      "the folder \(folder) does not exist; check the path"
    case .notAFolder(let folder):
      "\(folder) is not a folder; name the folder that holds the images"
    case .cannotReadFolder(let folder, let errorNumber):
      "the folder \(folder) cannot be read: \(String(cString: strerror(errorNumber)))"
    case .tooManyEntries(let folder, let limit):
      "\(folder) holds more than \(limit) files and folders; name a folder with fewer"
    case .emptyFolder(let folder):
      "the folder \(folder) is empty; name the folder that holds the images"
    case .noImages(let folder, let skipped):
      skipped.first.map { "\(folder) lists no image that can be read; \(skipped.count) left out, first: \($0)" }
        ?? "\(folder) lists no image; add some (PNG, JPEG, WebP, BMP, GIF or TIFF)"
    case .nothingLeft(let folder, let heldOutCount, let imageCount):
      "\(folder) has \(imageCount) images, of which \(heldOutCount) cannot be held out; leave some to evaluate"
    case .splitFolders(let folder, let names):
      "\(folder) holds the folders \(Self.list(names)), which are parts of a data set and no classes; name one of them"
    case .oneFileTwoLabels(let names, let labels):
      "'\(names[0].printable)' and '\(names[1].printable)' are one file, with the labels \(labels[0]) and \(labels[1]); remove the wrong one"
    default: nil
    }
  }

  private var orderDescription: String? {
    switch self {
    case .classOrderUnknown(let folder, let folderCount, let classCount):
      "\(folder) has \(folderCount) class folders for \(classCount) classes, so their labels are not known; add classes.tsv with the classes in label order, or labels.txt, or put the images into one folder to open them without labels"
    case .identifierOrderUnknown(let place, let example, let count, let classCount):
      "\(place) has \(count) WordNet ids (\(example.printable), …) for \(classCount) classes, so their labels are not known; add classes.tsv beside the images: a line 'id<tab>names' for each class, in label order"
    case .identifierOrderAmbiguous(let file):
      "\(file) lists the WordNet ids in another order than the sorted one, in which most training programs take them; add classes.tsv with the classes in the model's order"
    case .sortedOrderContested(let place, let names):
      "\(place): '\(names[0].printable)' comes before '\(names[1].printable)' for torchvision and after it for timm, so the labels are not known; add classes.tsv with the classes in the model's order"
    case .unknownClassFolder(let folder, let name, let list, let nearest):
      "\(folder): the class folder '\(name.printable)' is not in \(list)\(Self.likest(nearest)); rename one of them, or add labels.txt"
    case .classFolderOutOfRange(let folder, let name, let label, let classCount):
      "\(folder): the class folder '\(name.printable)' has the label \(label.printable), which is not between 0 and \(classCount - 1); are the images for this model?"
    case .classFoldersCollide(let folder, let names, let label):
      "\(folder): the class folders \(Self.list(names)) both mean the label \(label); put their images together or correct a name"
    case .classCountDiffers(let list, let count, let classCount):
      "\(list) lists \(count) classes, the model has \(classCount); is the list made for this model?"
    case .classOrdersDiffer(let lists, let name, let labels):
      "'\(name.printable)' has the label \(labels[0]) by \(lists[0]) and \(labels[1]) by \(lists[1]); correct or remove one of them"
    case .classWithoutName(let file, let line):
      "\(file), line \(line): no tab between the class and its names; write 'class<tab>names'"
    case .classNameAmbiguous(let list, let name, let labels):
      "\(list) gives the name '\(name.printable)' to the classes \(labels.map(String.init).joined(separator: " and ")), so it means none of them; use a name that only one has, or correct the list"
    case .classListedTwice(let file, let name, let lines):
      "\(file): lines \(lines[0]) and \(lines[1]) both list '\(name.printable)'; correct one of them"
    default: nil
    }
  }

  private var listDescription: String? {
    switch self {
    case .severalLists(let folder, let names):
      "\(folder) holds \(names.joined(separator: " and ")); keep the one whose labels count"
    case .groundTruthList(let file):
      "\(file) numbers the classes in the order of the development kit's meta.mat (ILSVRC2012_ID), which is not the order of a model's outputs; use class folders by WordNet id, LOC_val_solution.csv, or labels.txt with labels from 0 in the sorted order of the WordNet ids"
    case .labelMissing(let file, let line):
      "\(file), line \(line): no label after the file name; write 'file label'"
    case .labelNotANumber(let file, let line, let text):
      "\(file), line \(line): the label '\(text.printable)' is not a whole number, and nothing lists the classes by name; write labels from 0, or add classes.tsv"
    case .labelUnknown(let file, let line, let text, let list, let nearest):
      "\(file), line \(line): the label '\(text.printable)' is not in \(list)\(Self.likest(nearest)); correct one of them"
    case .labelOutOfRange(let file, let line, let label, let classCount):
      "\(file), line \(line): the label \(label.printable) is not between 0 and \(classCount - 1); is the list made for this model?"
    case .listedImageMissing(let file, let line, let name):
      "\(file), line \(line): there is no file '\(name.printable)'; remove the line or add the image"
    case .listedTwice(let file, let name, let lines, let labels):
      "\(file): lines \(lines[0]) and \(lines[1]) both list '\(name.printable)'"
        + (labels[0] == labels[1] ? "; remove one of them" : ", as \(labels[0]) and as \(labels[1]); remove the wrong one")
    case .namesNotInSet(let folder, let names):
      "\(folder) has no image named \(Self.list(names)); correct the list"
    case .orderNamesNotInSet(let file, let folder, let names):
      "\(file) names \(Self.list(names)), which \(folder) does not have; write one image's name on each line"
    case .orderNameAmbiguous(let file, let line, let name, let images):
      "\(file), line \(line): '\(name.printable)' may be \(Self.list(images)); write it with its folder"
    case .orderedTwice(let file, let name, let lines):
      "\(file): lines \(lines[0]) and \(lines[1]) both name '\(name.printable)'; remove one of them"
    default: nil
    }
  }

  private static func likest(_ nearest: ClassList.Nearest?) -> String {
    guard let nearest else { return "" }
    return "; nearest is '\(nearest.name.printable)'" + (nearest.line.map { " in line \($0)" } ?? "")
  }

  /// The first names, quoted.
  static func list(_ names: [String]) -> String {
    let shown = names.prefix(3).map { "'\($0.printable)'" }.joined(separator: ", ")
    return names.count > 3 ? shown + " and \(names.count - 3) more" : shown
  }
}
