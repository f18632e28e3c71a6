package import Digests
import SystemPackage
import Texts

/// The images of a folder with their labels, in an order that depends on names only. Nothing is decoded here.
package struct LabelledImages: Sendable {
  package let folder: String
  package let images: [LabelledImage]
  /// What gives the labels; `none` where each image's is nil.
  package let source: LabelSource
  /// What must be said of the labels or the folder though it is no error, one line for each.
  package let remarks: [String]
  /// What lies in the folder and is left out.
  package let skipped: [SkippedImage]
  /// What the labels mean, from `classes.tsv` in the folder or its parent, else from the model; nil where neither tells.
  package let classNames: [String]?
  /// How the images were chosen from more: "100 of 1,000 images, spread evenly over the classes"; nil where all are there.
  package let selection: String?

  /// Lists `folder`: by a list of labels (`labels.txt`, or one that came with a data set), else by class folders, else
  /// without labels. What gives the classes their numbers is known, or said in `source` and `remarks`, or refused.
  ///
  /// - Parameters:
  ///   - classCount: labels lie in 0 ..< `classCount`.
  ///   - modelClasses: the model's own names for its classes.
  ///   - needsLabels: whether class folders whose labels are not known are refused; images that only calibrate need none.
  package init(
    folder: String, classCount: Int, modelClasses: ClassList? = nil, needsLabels: Bool = true
  ) throws(ListingError) {
    let root = FilePath(folder)
    let listing = try Listing.read(
      root, classCount: classCount, modelClasses: modelClasses, needsLabels: needsLabels)
    self.folder = folder
    images = listing.images
    source = listing.source
    skipped = listing.skipped
    selection = nil
    let named = try ClassList.find(for: root)
    let list = named.first { $0.entries.count == classCount } ?? modelClasses
    classNames = list?.entries.map(\.title)
    remarks =
      listing.remarks
      + named.filter { $0.entries.count != classCount }.map {
        "\($0.name) is not used: it lists \($0.entries.count) classes, the model has \(classCount)"
      }
  }

  private init(_ set: LabelledImages, images: [LabelledImage], selection: String? = nil) {
    folder = set.folder
    self.images = images
    source = set.source
    remarks = set.remarks
    skipped = set.skipped
    classNames = set.classNames
    self.selection = selection
  }

  /// Only the images that the file at `path` names, one file name on each line, in its order.
  package func reordered(byNamesIn path: String) throws(ListingError) -> LabelledImages {
    let lines = try FileBytes.lines(FilePath(path))
    return try reordered(byNames: lines.map { String($0.text) }, lines: lines.map(\.number), of: path)
  }

  /// Only the named images, in the order of `names`; a name without its class folder will do.
  package func reordered(byNames names: [String]) throws(ListingError) -> LabelledImages {
    try reordered(byNames: names, lines: Array(1...max(1, names.count)), of: nil)
  }

  /// - Parameter file: the file that gave the names, in its `lines`.
  private func reordered(byNames names: [String], lines: [Int], of file: String?) throws(ListingError) -> LabelledImages {
    let byName = Dictionary(images.indices.map { (images[$0].name, [$0]) }, uniquingKeysWith: +)
    let byLastPart = Dictionary(
      images.indices.compactMap { index in
        images[index].name.lastIndex(of: "/").map { (String(images[index].name[$0...].dropFirst()), [index]) }
      }, uniquingKeysWith: +)
    // A full name outranks the last part of another's.
    let found = names.map { byName[$0] ?? byLastPart[$0] ?? [] }
    let missing = zip(names, found).filter { $1.isEmpty }.map(\.0)
    if !missing.isEmpty {
      throw file.map { .orderNamesNotInSet(file: $0, folder: folder, names: missing) }
        ?? .namesNotInSet(folder: folder, names: missing)
    }
    var firstLines: [Int: Int] = [:]
    for (index, places) in found.enumerated() {
      guard places.count == 1 else {
        throw .orderNameAmbiguous(
          file: file ?? "the order", line: lines[index], name: names[index], images: places.map { images[$0].name })
      }
      if let first = firstLines.updateValue(lines[index], forKey: places[0]) {
        throw .orderedTwice(file: file ?? "the order", name: names[index], lines: [first, lines[index]])
      }
    }
    return LabelledImages(self, images: found.map { images[$0[0]] })
  }

  /// `count` images, the same ones always: spread evenly over the classes, or over the list where there are no labels.
  package func spread(_ count: Int) -> LabelledImages {
    guard count < images.count else { return self }
    let over = source == .none ? "the list" : "the classes"
    return LabelledImages(
      self, images: Spread.indices(count, of: images.map(\.label)).map { images[$0] },
      selection: "\(count.groupedDigits) of \(images.count.groupedDigits) images, spread evenly over \(over)")
  }

  /// The images without `count` that are set aside, spread evenly over the classes, and those; the same ones always.
  package func holdingOut(_ count: Int) throws(ListingError) -> (rest: LabelledImages, heldOut: LabelledImages) {
    guard count < images.count else {
      throw .nothingLeft(folder: folder, heldOutCount: count, imageCount: images.count)
    }
    let chosen = Spread.indices(count, of: images.map(\.label))
    let isHeldOut = Set(chosen)
    let all = images.count.groupedDigits
    return (
      LabelledImages(
        self, images: images.indices.filter { !isHeldOut.contains($0) }.map { images[$0] },
        selection: "\((images.count - count).groupedDigits) of \(all) images; \(count.groupedDigits) are held out"),
      LabelledImages(
        self, images: chosen.map { images[$0] },
        selection: "\(count.groupedDigits) of \(all) images, held out, spread evenly")
    )
  }

  /// The first `count` images, for an order that somebody chose.
  package func prefix(_ count: Int) -> LabelledImages {
    guard count < images.count else { return self }
    return LabelledImages(
      self, images: Array(images.prefix(count)),
      selection: "the first \(count.groupedDigits) of \(images.count.groupedDigits) images")
  }

  /// A digest of names, labels, order and files, which it reads in full: tens of milliseconds for a thousand images.
  ///
  /// A file that cannot be read counts as such: decoding it then leaves it out.
  package func digest() throws(ImageError) -> Digest {
    var contents: [String?] = []
    for image in images { contents.append(try image.contentDigest()?.description) }
    return digest(ofContents: contents)
  }
}
