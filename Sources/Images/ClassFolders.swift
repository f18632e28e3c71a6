import SystemPackage
import Texts

/// A folder of images for each class.
struct ClassFolders {
  private let root: FilePath
  private let contents: FolderContents
  /// One for each folder.
  private let walks: [FolderWalk]

  init(root: FilePath, contents: FolderContents) throws(ListingError) {
    self.root = root
    self.contents = contents
    var walks: [FolderWalk] = []
    let outer = FolderContents.outer(of: root)
    for folder in contents.folders { walks.append(try FolderWalk(root: root, folder: folder, outer: outer)) }
    self.walks = walks
  }

  /// What is left out inside the folders.
  var skipped: [SkippedImage] { walks.flatMap(\.skipped) }

  var haveImages: Bool { walks.contains { !$0.images.isEmpty } }

  /// Parts that data sets come in, which are no classes.
  private static let splitNames: Set<String> = ["train", "training", "val", "valid", "validation", "test", "testing", "dev"]

  func read(resolver: ClassResolver, needsLabels: Bool) throws(ListingError) -> Listing {
    do throws(ListingError) { return try labelled(by: resolver) } catch {
      guard !needsLabels, error.isOfOrder else { throw error }
      var listing = Listing(skipped: contents.skipped + skipped)
      for walk in walks {
        listing.images += walk.images.map { LabelledImage(path: root.pushing($0), name: $0.text, label: nil) }
      }
      return listing
    }
  }

  private func labelled(by resolver: ClassResolver) throws(ListingError) -> Listing {
    // Folders without images take part only where each class has a folder, among them some that are empty.
    let folders = walks.indices.filter { !walks[$0].leadsOutside }
    let isComplete = folders.count == resolver.classCount
    let chosen = folders.filter { isComplete || !walks[$0].images.isEmpty || !walks[$0].skipped.isEmpty }
    let names = chosen.map { contents.folders[$0].readAsText }
    let isKnown = resolver.isAnyKnown(of: names)
    let loose = contents.files.filter(ImageKind.isImage)
    if !isKnown, loose.isEmpty {
      if names.allSatisfy({ Self.splitNames.contains($0.lowercased()) }) {
        throw .splitFolders(folder: root.printable, names: names)
      }
      if names.count == 1, resolver.classCount > 1, WholeNumber(names[0]) == nil, !names[0].isWordNetID {
        return unlabelled(walks[chosen[0]], name: names[0])
      }
    }
    let resolution: ClassResolver.Resolution
    do throws(ListingError) {
      resolution = try resolver.resolve(
        names, at: .folders(root.printable, shown: chosen.map { contents.folders[$0].text }))
    } catch {
      guard !isKnown, loose.count >= walks.reduce(0, { $0 + $1.images.count }), error.meansNoClasses else { throw error }
      return looseImages(ignoring: names)
    }
    return listing(chosen, resolution, looseFiles: contents.files.filter(ImageKind.isPicture))
  }

  private func listing(
    _ chosen: [Int], _ resolution: ClassResolver.Resolution, looseFiles: [FilePath]
  ) -> Listing {
    var listing = Listing(source: .classFolders(resolution.order), remarks: resolution.remarks)
    listing.skipped = contents.skipped + walks.filter(\.leadsOutside).flatMap(\.skipped)
    listing.skipped += looseFiles.map { SkippedImage(path: root.pushing($0), reason: "lies outside the class folders") }
    for (index, label) in zip(chosen, resolution.labels) {
      let walk = walks[index]
      guard let label else {
        let reason = "lies in a folder whose name is no class's number"
        listing.skipped += walk.images.map { SkippedImage(path: root.pushing($0), reason: reason) }
        continue
      }
      listing.skipped += walk.skipped
      listing.images += walk.images.map { LabelledImage(path: root.pushing($0), name: $0.text, label: label) }
    }
    if case .sorted = resolution.order {
      // Somebody may have meant one of them to say the order.
      let lists = contents.files.filter(ImageKind.isList).map(\.text)
      if !lists.isEmpty {
        listing.remarks.append(
          "\(ListingError.list(lists)) \(lists.count == 1 ? "is" : "are") not read; a list of the classes is named classes.tsv")
      }
    }
    let empty = walks.indices.filter { walks[$0].images.isEmpty && !walks[$0].leadsOutside }.map { contents.folders[$0].text }
    if !empty.isEmpty {
      listing.remarks.append(
        empty.count == 1
          ? "the folder '\(empty[0].printable)' holds no image"
          : "\(empty.count) folders hold no image: \(ListingError.list(empty))")
    }
    return listing
  }

  /// All images in one folder, as in Tiny-ImageNet's `val/images`: its name is no class.
  private func unlabelled(_ walk: FolderWalk, name: String) -> Listing {
    Listing(
      images: walk.images.map { LabelledImage(path: root.pushing($0), name: $0.text, label: nil) },
      remarks: ["the only folder, '\(name.printable)', names no class, so its images have no labels"],
      skipped: contents.skipped + walk.skipped)
  }

  private func looseImages(ignoring names: [String]) -> Listing {
    var listing = Listing.flat(root, contents: contents)
    listing.remarks.append("the folders \(ListingError.list(names)) are not looked into: they name no class")
    return listing
  }
}

extension ListingError {
  /// Whether the images are known and only their labels are not.
  fileprivate var isOfOrder: Bool {
    switch self {
    case .classOrderUnknown, .identifierOrderUnknown, .identifierOrderAmbiguous, .sortedOrderContested, .unknownClassFolder,
      .classFolderOutOfRange, .classCountDiffers:
      true
    default: false
    }
  }

  /// Whether the folders may have been meant for something else than classes.
  fileprivate var meansNoClasses: Bool {
    switch self {
    case .classOrderUnknown, .unknownClassFolder: true
    default: false
    }
  }
}
