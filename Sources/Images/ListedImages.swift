import SystemPackage
import Texts

/// The images that a list names, with its labels.
enum ListedImages {
  /// Nil where a list that came with a data set has none of its images here, as beside ImageNet's training images.
  static func read(
    _ list: LabelList, root: FilePath, contents: FolderContents, resolver: ClassResolver
  ) throws(ListingError) -> Listing? {
    guard !list.entries.isEmpty else { throw .noImages(folder: root.printable, skipped: []) }
    let paths = try locate(list, root: root)
    if list.isDownloaded, !paths.contains(where: { $0 != nil }) { return nil }
    let (order, labels, remarks) = try resolve(list, resolver)
    var listing = Listing(source: .list(file: list.fileName.printable, order: order), remarks: remarks)
    var firsts: [FilePath: Int] = [:]
    for (index, entry) in list.entries.enumerated() {
      guard let path = paths[index] else { continue }
      if let first = firsts.updateValue(index, forKey: path.lexicallyNormalized()) {
        throw .listedTwice(
          file: list.path.printable, name: entry.name.text, lines: [list.entries[first].line, entry.line],
          labels: [labels[first], labels[index]])
      }
      if case .unusable(let reason) = FileKind(of: path) {
        listing.skipped.append(SkippedImage(path: path, reason: reason))
      } else {
        listing.images.append(LabelledImage(path: path, name: entry.name.text, label: labels[index]))
      }
    }
    let missingCount = paths.count { $0 == nil }
    if missingCount > 0 {
      listing.remarks.append(
        "\(missingCount) of the \(list.entries.count) images that \(list.fileName) lists are not in the folder")
    }
    let unlisted = contents.files.filter {
      ImageKind.isImage($0) && firsts[root.pushing($0).lexicallyNormalized()] == nil
    }
    if !unlisted.isEmpty {
      listing.remarks.append(
        "\(list.fileName) does not list \(ListingError.list(unlisted.map(\.text))), so \(unlisted.count == 1 ? "it is" : "they are") left out")
    }
    return listing
  }

  /// The file of each entry; nil where it is not there, which for a list of the user's own is an error.
  private static func locate(_ list: LabelList, root: FilePath) throws(ListingError) -> [FilePath?] {
    // Tiny-ImageNet's list lies beside a folder with the images.
    var finders = [ImageFinder(root: root)]
    if list.isDownloaded { finders.append(ImageFinder(root: root.appending("images"))) }
    var paths: [FilePath?] = []
    for entry in list.entries {
      var path: FilePath?
      for index in finders.indices where path == nil { path = finders[index].find(entry.name) }
      guard path != nil || list.isDownloaded else {
        throw .listedImageMissing(file: list.path.printable, line: entry.line, name: entry.name.text)
      }
      paths.append(path)
    }
    return paths
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
