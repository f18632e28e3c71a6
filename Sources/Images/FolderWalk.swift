import SystemPackage

/// Every image below a folder, at any depth, as torchvision and timm walk class folders.
///
/// Links to folders are followed, each folder is entered once, so that loops end. In a folder files come before folders,
/// each sorted by the bytes of their names.
struct FolderWalk {
  /// Folders inside one another.
  static let depthLimit = 32
  /// Files and folders of one walk.
  static let entryLimit = 4_000_000

  /// Relative to the root.
  private(set) var images: [FilePath] = []
  private(set) var skipped: [SkippedImage] = []
  /// Whether the folder is only a link to one that it lies in.
  private(set) var leadsOutside = false
  /// Folders that the root lies in, and itself.
  private let outer: Set<FolderContents.Identity>
  private var entered: Set<FolderContents.Identity> = []
  private var entryCount = 0

  /// - Parameters:
  ///   - folder: relative to `root`.
  ///   - outer: the folders that the root lies in, and itself.
  init(root: FilePath, folder: FilePath, outer: Set<FolderContents.Identity>) throws(ListingError) {
    self.outer = outer
    try enter(root: root, folder: folder, depth: 1)
  }

  private mutating func enter(root: FilePath, folder: FilePath, depth: Int) throws(ListingError) {
    let path = root.pushing(folder)
    let contents: FolderContents
    do throws(ListingError) { contents = try FolderContents(path) } catch {
      guard let reason = error.reasonToSkip else { throw error }
      skipped.append(SkippedImage(path: path, reason: reason))
      return
    }
    guard !outer.contains(contents.identity) else {
      if depth == 1 { leadsOutside = true }
      skipped.append(SkippedImage(path: path, reason: "is a link to a folder that it lies in"))
      return
    }
    guard entered.insert(contents.identity).inserted else {
      skipped.append(SkippedImage(path: path, reason: "is a link to a folder that is read already"))
      return
    }
    entryCount += contents.files.count + contents.folders.count
    guard entryCount <= Self.entryLimit else {
      throw .tooManyEntries(folder: path.printable, limit: Self.entryLimit)
    }
    skipped += contents.skipped
    for file in contents.files {
      if ImageKind.isImage(file) {
        images.append(folder.pushing(file))
      } else {
        skipped.append(SkippedImage(path: path.pushing(file), reason: ImageKind.reason(toSkip: file)))
      }
    }
    for child in contents.folders {
      guard depth < Self.depthLimit else {
        skipped.append(
          SkippedImage(path: path.pushing(child), reason: "lies more than \(Self.depthLimit) folders deep"))
        continue
      }
      try enter(root: root, folder: folder.pushing(child), depth: depth + 1)
    }
  }
}
