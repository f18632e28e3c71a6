import SystemPackage
import Texts

/// The images that a list names, with its labels.
enum ListedImages {
  static func read(
    _ list: LabelList, root: FilePath, contents: FolderContents, resolver: ClassResolver
  ) throws(ListingError) -> Listing {
    guard !list.entries.isEmpty else { throw .noImages(folder: root.printable, skipped: []) }
    let (order, labels, remarks) = try resolve(list, resolver)
    var listing = Listing(source: .list(file: list.fileName.printable, order: order), remarks: remarks)
    // Tiny-ImageNet's list lies beside a folder with the images.
    var finders = [ImageFinder(root: root)]
    if list.isDownloaded { finders.append(ImageFinder(root: root.appending("images"))) }
    var lines: [FilePath: (line: Int, label: Int)] = [:]
    var missingCount = 0
    for (entry, label) in zip(list.entries, labels) {
      var found: FilePath?
      for index in finders.indices where found == nil { found = finders[index].find(entry.name) }
      guard let path = found else {
        guard list.isDownloaded else {
          throw .listedImageMissing(file: list.path.printable, line: entry.line, name: entry.name.text)
        }
        missingCount += 1
        continue
      }
      if let first = lines.updateValue((entry.line, label), forKey: path.lexicallyNormalized()) {
        throw .listedTwice(
          file: list.path.printable, name: entry.name.text, lines: [first.line, entry.line],
          labels: [first.label, label])
      }
      if case .unusable(let reason) = FileKind(of: path) {
        listing.skipped.append(SkippedImage(path: path, reason: reason))
      } else {
        listing.images.append(LabelledImage(path: path, name: entry.name.text, label: label))
      }
    }
    if missingCount > 0 {
      listing.remarks.append(
        "\(missingCount) of the \(list.entries.count) images that \(list.fileName) lists are not in the folder")
    }
    let unlisted = contents.files.filter { ImageKind.isImage($0) && lines[root.pushing($0).lexicallyNormalized()] == nil }
    if !unlisted.isEmpty {
      listing.remarks.append(
        "\(list.fileName) does not list \(ListingError.list(unlisted.map(\.text))), so \(unlisted.count == 1 ? "it is" : "they are") left out")
    }
    return listing
  }

  /// The label of each entry. All of the list's labels take part in finding their order, also those of missing images.
  private static func resolve(
    _ list: LabelList, _ resolver: ClassResolver
  ) throws(ListingError) -> (ClassOrder, [Int], remarks: [String]) {
    var places: [String: Int] = [:]
    var distinct: [(text: String, line: Int)] = []
    for entry in list.entries where places[entry.label] == nil {
      places[entry.label] = distinct.count
      distinct.append((entry.label, entry.line))
    }
    let resolution = try resolver.resolve(
      distinct.map(\.text), at: .list(file: list.path.printable, lines: distinct.map(\.line)))
    let labels = list.entries.compactMap { entry in places[entry.label].flatMap { resolution.labels[$0] } }
    precondition(labels.count == list.entries.count, "only a folder may have no label")
    return (resolution.order, labels, resolution.remarks)
  }
}
