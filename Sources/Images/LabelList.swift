import SystemPackage
import Texts

/// A list with a line for each image: its file and its label, a number or a name of its class.
struct LabelList {
  /// Ours, and the same with other separators.
  static let names = ["labels.txt", "labels.csv", "labels.tsv"]
  /// Of ImageNet's validation images, as Kaggle gives it.
  static let kaggleName = "LOC_val_solution.csv"
  /// Of Tiny-ImageNet's.
  static let tinyImageNetName = "val_annotations.txt"
  /// Of the ImageNet development kit: a number for each image, in an order that no model has.
  static let groundTruthName = "ILSVRC2012_validation_ground_truth.txt"

  /// Of lists that come with a data set, some of whose images may be elsewhere.
  static let downloadedNames: Set<String> = [kaggleName, tinyImageNetName]

  struct Entry {
    /// As the list gives it.
    let name: FilePath
    let label: String
    let line: Int
  }

  let path: FilePath
  let entries: [Entry]
  /// Whether the list came with a data set, of which some images may be missing.
  let isDownloaded: Bool

  var fileName: String { path.lastComponent?.string ?? "" }

  /// The list of the images in `root`; one that came with the data set may also lie in the folder above.
  static func find(for root: FilePath) throws(ListingError) -> LabelList? {
    // Whatever stands there under such a name was meant as the list: a link to nothing is an error and not "no labels".
    let own = names.filter { FileKind(of: root.appending($0)) != .absent }
    if own.count > 1 { throw .severalLists(folder: root.printable, names: own) }
    if let name = own.first { return try LabelList(root.appending(name), isDownloaded: false, parse: plain) }
    for (name, parse) in [(kaggleName, kaggle), (tinyImageNetName, tinyImageNet)] {
      for folder in [root, root.appending("..")] where FileKind(of: folder.appending(name)) != .absent {
        return try LabelList(folder.appending(name), isDownloaded: true, parse: parse)
      }
    }
    return nil
  }

  /// The development kit's list beside images that have no other.
  static func groundTruth(for root: FilePath) -> FilePath? {
    [root, root.appending("..")].map { $0.appending(groundTruthName) }.first { FileKind(of: $0) != .absent }
  }

  private init(
    _ path: FilePath, isDownloaded: Bool, parse: (TextLines.Line) -> (name: Substring, label: Substring)?
  ) throws(ListingError) {
    var entries: [Entry] = []
    for line in try FileBytes.lines(path, keepsForeignBytes: true) {
      guard let (name, label) = parse(line), !name.isEmpty, !label.isEmpty else {
        throw .labelMissing(file: path.printable, line: line.number)
      }
      if entries.isEmpty, Self.isHeader(name: name, label: label) { continue }
      entries.append(Entry(name: FilePath(bytes: line.bytes(of: name)), label: String(label), line: line.number))
    }
    self.path = path
    self.entries = entries
    self.isDownloaded = isDownloaded
  }

  private static let nameTitles: Set<String> = [
    "file", "filename", "file_name", "filepath", "file_path", "path", "name", "image", "images", "image_id", "imageid",
    "image_name", "image_path", "img", "id",
  ]
  private static let labelTitles: Set<String> = [
    "label", "labels", "label_id", "labelid", "class", "classes", "class_id", "classid", "class_name", "category",
    "category_id", "target", "targets", "wnid", "synset", "predictionstring", "y",
  ]

  /// Whether a line names the columns, as the first line of a table does.
  private static func isHeader(name: Substring, label: Substring) -> Bool {
    nameTitles.contains(name.lowercased()) && labelTitles.contains(label.lowercased())
  }

  // MARK: Lines

  /// `file label`, `file,label`, `file<tab>label`; the name may contain blanks and commas, and both may be quoted.
  static func plain(_ line: TextLines.Line) -> (name: Substring, label: Substring)? {
    let text = line.text
    if text.contains("\""), let fields = CommaSeparated.fields(text), fields.count == 2 {
      return (fields[0][...].trimmed, fields[1][...].trimmed)
    }
    // After an ending that names an image, since a class's name may contain blanks and commas too.
    var end: String.Index?
    var last: String.Index?
    var lastTab: String.Index?
    for index in text.indices where isSeparator(text[index]) {
      last = index
      if text[index] == "\t" { lastTab = index }
      if endsAsImage(text[..<index]) { end = index }
    }
    guard let end = end ?? lastTab ?? last else { return nil }
    return (name: withoutSeparator(text[..<end]), label: withoutLeadingSeparator(text[end...]))
  }

  /// `image,id left top right bottom …`: without the name's ending, and with an id for each box, all of one class.
  static func kaggle(_ line: TextLines.Line) -> (name: Substring, label: Substring)? {
    guard let comma = line.text.firstIndex(of: ",") else { return nil }
    let rest = line.text[line.text.index(after: comma)...].trimmed
    return (line.text[..<comma].trimmed, rest.prefix { !$0.isWhitespace })
  }

  /// `file<tab>id<tab>box`.
  static func tinyImageNet(_ line: TextLines.Line) -> (name: Substring, label: Substring)? {
    let fields = line.text.split(separator: "\t", omittingEmptySubsequences: false)
    return fields.count < 2 ? nil : (fields[0].trimmed, fields[1].trimmed)
  }

  private static func isSeparator(_ character: Character) -> Bool {
    character.isWhitespace || character == "," || character == ";"
  }

  private static func endsAsImage(_ text: Substring) -> Bool {
    guard let dot = text.suffix(5).lastIndex(of: ".") else { return false }
    return ImageKind.endings.contains(text[text.index(after: dot)...].lowercased())
  }

  /// Without blanks, and without one comma or semicolon.
  private static func withoutSeparator(_ text: Substring) -> Substring {
    let text = text.trimmed
    return text.last == "," || text.last == ";" ? text.dropLast().trimmed : text
  }

  private static func withoutLeadingSeparator(_ text: Substring) -> Substring {
    let text = text.trimmed
    return text.first == "," || text.first == ";" ? text.dropFirst().trimmed : text
  }
}
