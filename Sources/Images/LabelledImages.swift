package import Digests

/// The images of a folder with their labels, in an order that depends on names only.
///
/// The folder holds `labels.txt` (a line `file label` an image; that order counts), or a folder for each class (sorted
/// by class, then by file). Nothing is decoded here.
package struct LabelledImages: Sendable {
  package let folder: String
  package let images: [LabelledImage]
  /// What the labels mean, from `classes.tsv` in the folder or its parent, where it has as many lines as there are classes.
  package let classNames: [String]?

  /// Lists `folder`, whose labels must lie in 0 ..< `classCount`.
  ///
  /// Class folders are labelled by their line in `classes.tsv`, and without it by their sorted order, for which there
  /// must be one for each class. Sorted WordNet ids are the order of ImageNet's classes.
  package init(folder: String, classCount: Int) throws(ImageError) {
    let contents = try FolderContents(folder)
    if contents.isEmpty { throw .emptyFolder(folder: folder) }
    let classes = try ClassList.find(for: folder)
    if contents.files.contains(LabelFile.name) {
      images = try LabelFile.read(folder + "/" + LabelFile.name, folder: folder, classCount: classCount)
    } else if !contents.folders.isEmpty {
      images = try ClassFolders.read(folder, names: contents.folders, classes: classes, classCount: classCount)
    } else {
      throw .noLabels(folder: folder)
    }
    if images.isEmpty { throw .noImages(folder: folder) }
    self.folder = folder
    classNames = classes?.names.count == classCount ? classes?.names : nil
  }

  private init(folder: String, images: [LabelledImage], classNames: [String]?) {
    self.folder = folder
    self.images = images
    self.classNames = classNames
  }

  /// Only the images that the file at `path` names, a file name a line, in its order.
  package func reordered(byNamesIn path: String) throws(ImageError) -> LabelledImages {
    do throws(ImageError) {
      return try reordered(byNames: FileBytes.lines(path).map { String($0.text) })
    } catch {
      if case .namesNotInSet(let folder, let names) = error {
        throw .orderNamesNotInSet(file: path, folder: folder, names: names)
      }
      throw error
    }
  }

  /// Only the named images, in the order of `names`; a name without its class folder will do.
  package func reordered(byNames names: [String]) throws(ImageError) -> LabelledImages {
    var byName: [String: LabelledImage] = [:]
    for image in images {
      // A full name outranks the last part of another's.
      if let slash = image.name.lastIndex(of: "/") {
        let lastPart = String(image.name[image.name.index(after: slash)...])
        if byName[lastPart] == nil { byName[lastPart] = image }
      }
    }
    for image in images { byName[image.name] = image }
    let missing = names.filter { byName[$0] == nil }
    guard missing.isEmpty else { throw .namesNotInSet(folder: folder, names: missing) }
    return LabelledImages(folder: folder, images: names.compactMap { byName[$0] }, classNames: classNames)
  }

  /// The first `count` images.
  package func prefix(_ count: Int) -> LabelledImages {
    LabelledImages(folder: folder, images: Array(images.prefix(count)), classNames: classNames)
  }

  /// A digest of names, labels, order and files, which it reads in full: tens of milliseconds for a thousand images.
  package func digest() throws(ImageError) -> Digest {
    var contents: [String?] = []
    for image in images { contents.append(try image.contentDigest()?.description) }
    return digest(ofContents: contents)
  }
}
