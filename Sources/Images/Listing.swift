import SystemPackage
import Texts

/// What a folder of images comes to: its images with their labels, and everything that must be said of them.
struct Listing {
  var images: [LabelledImage] = []
  var source: LabelSource = .none
  /// Known or surmised, and not fatal.
  var remarks: [String] = []
  var skipped: [SkippedImage] = []

  /// Lists `root`: by its list of labels, else by its class folders, else without labels.
  ///
  /// - Parameter needsLabels: whether class folders whose labels are not known are an error.
  static func read(
    _ root: FilePath, classCount: Int, modelClasses: ClassList?, needsLabels: Bool
  ) throws(ListingError) -> Listing {
    let contents = try FolderContents(root)
    if contents.isEmpty { throw .emptyFolder(folder: root.printable) }
    let resolver = ClassResolver(
      classCount: classCount, lists: try ClassList.find(for: root), modelClasses: modelClasses,
      identifiers: try ClassList.identifiers(for: root))
    var listing: Listing
    let list = try LabelList.find(for: root)
    if let list, let listed = try ListedImages.read(list, root: root, contents: contents, resolver: resolver) {
      listing = listed
    } else {
      let folders = try ClassFolders(root: root, contents: contents)
      if folders.haveImages {
        listing = try folders.read(resolver: resolver, needsLabels: needsLabels)
      } else {
        listing = flat(root, contents: contents)
        listing.skipped += folders.skipped
      }
      if let list { listing.remarks.append("\(list.fileName) is not used: it lists none of these images") }
      // Without other labels this list is what somebody relies on.
      if needsLabels, listing.source == .none, let truth = LabelList.groundTruth(for: root) {
        throw .groundTruthList(file: truth.printable)
      }
    }
    if listing.images.isEmpty { throw .noImages(folder: root.printable, skipped: listing.skipped) }
    try check(listing.images)
    return listing
  }

  /// By links one file can stand in several places: with two labels it would be wrong in one of them.
  private static func check(_ images: [LabelledImage]) throws(ListingError) {
    var firsts: [FileIdentity: Int] = [:]
    for (index, image) in images.enumerated() where image.label != nil {
      guard let identity = image.fileIdentity else { continue }
      guard let first = firsts[identity] else {
        firsts[identity] = index
        continue
      }
      if let label = image.label, let firstLabel = images[first].label, label != firstLabel {
        throw .oneFileTwoLabels(names: [images[first].name, image.name], labels: [firstLabel, label])
      }
    }
  }

  /// The images beside one another in a folder, without labels.
  static func flat(_ root: FilePath, contents: FolderContents) -> Listing {
    var listing = Listing(skipped: contents.skipped)
    var lists: [String] = []
    for file in contents.files {
      if ImageKind.isImage(file) {
        listing.images.append(LabelledImage(path: root.pushing(file), name: file.text, label: nil))
      } else if ImageKind.isList(file) {
        if !ClassList.fileNames.contains(file.text), !LabelList.downloadedNames.contains(file.text) { lists.append(file.text) }
      } else {
        listing.skipped.append(SkippedImage(path: root.pushing(file), reason: ImageKind.reason(toSkip: file)))
      }
    }
    if !lists.isEmpty {
      listing.remarks.append(
        "\(ListingError.list(lists)) \(lists.count == 1 ? "is" : "are") not read as labels; a list of labels is named labels.txt")
    }
    return listing
  }
}
