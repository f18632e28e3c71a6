import Digests
import Images
package import Graphs
package import Models

/// A folder of images, decoded and cropped for one model; what could not be decoded is counted.
package struct ImageSet: Sendable {
  package let path: String
  /// In the folder's order.
  package let pixels: PixelStore
  /// Nil where nothing tells the images' labels.
  package let labels: [Int]?
  package let names: [String]
  /// Where the labels come from, in words: "labels.txt", "class folders, by classes.tsv", "none".
  package let labelSource: String
  /// What must be said of the labels or the folder though it is no error, one line for each.
  package let remarks: [String]
  /// How the images were chosen from more: "100 of 1,000 images, spread evenly over the classes"; nil where all are there.
  package let selection: String?
  /// One line for each image that was left out, naming it and why.
  package let skipped: [String]
  /// Nil where neither the folder nor the model tells names.
  package let classNames: [String]?
  /// Of names, labels and contents, in order.
  package let digest: String

  package var count: Int { pixels.count }

  /// Whether every file was read when the set was made, rather than recognised by its size, times and inode.
  private(set) var isVerified: Bool

  /// The same set after its files were read.
  var verified: ImageSet {
    var set = self
    set.isVerified = true
    return set
  }

  /// Blocks until all images are decoded; call it off the main thread.
  ///
  /// - Parameters:
  ///   - order: a file with one image name on each line, which selects and orders the images.
  ///   - limit: so many images, spread evenly over the classes; with an order its first.
  ///   - progress: images done and to do, from any thread.
  package init(
    path: String, model: Model, order: String? = nil, limit: Int? = nil, threadCount: Int,
    cancellation: CancellationFlag = CancellationFlag(), progress: @escaping @Sendable (Int, Int) -> Void
  ) throws(EvaluationError) {
    var contents = try ImageContents(
      Self.list(path: path, model: model, order: order, limit: limit, part: .all), records: nil, trustsFileTimes: false,
      threadCount: threadCount, cancellation: cancellation)
    try self.init(
      &contents, path: path, model: model, threadCount: threadCount, cancellation: cancellation, progress: progress)
  }

  /// Decodes those of the images of which nobody knows whether they can be; blocks until done.
  init(
    _ contents: inout ImageContents, path: String, model: Model, threadCount: Int, cancellation: CancellationFlag,
    progress: @escaping @Sendable (Int, Int) -> Void
  ) throws(EvaluationError) {
    let total = contents.unknown.count
    let (store, skipped) = try contents.load(
      preprocessing: Preprocessing(model.input), threadCount: threadCount, cancellation: cancellation,
      progress: { progress($0, total) })
    guard store.count > 0 else { throw .noImages(path: path) }
    self.path = path
    selection = contents.listed.selection
    self.skipped = contents.listed.skipped.map(\.description) + skipped
    isVerified = contents.isVerified
    digest = contents.digest
    pixels = store
    let known = store.images.compactMap(\.label)
    labels = known.count == store.count ? known : nil
    names = store.images.map(\.name)
    labelSource = contents.listed.source.description
    remarks = contents.listed.remarks + [model.classNames.remark].compactMap(\.self)
    classNames = contents.listed.classNames
  }

  /// The images that the set would have; none is decoded.
  @inline(never)  // Where its typed errors are inlined, the compiler of Swift 6.3 ends.
  static func list(
    path: String, model: Model, order: String?, limit: Int?, part: ImagePart, needsLabels: Bool = true
  ) throws(EvaluationError) -> LabelledImages {
    do throws(ListingError) {
      var images = try LabelledImages(
        folder: path, classCount: model.graph.classCount ?? 0, modelClasses: ClassList(model.classNames),
        needsLabels: needsLabels)
      // Before the limit, so that the same images are held out whatever it is.
      switch part {
      case .all: break
      case .without(let count): images = try images.holdingOut(count).rest
      case .heldOut(let count): images = try images.holdingOut(count).heldOut
      }
      guard let order else { return limit.map(images.spread) ?? images }
      // Somebody chose this order, so its first images are meant.
      let ordered = try images.reordered(byNamesIn: order)
      return limit.map(ordered.prefix) ?? ordered
    } catch {
      throw .listing(error)
    }
  }
}

extension ClassList {
  /// The model's own names for its classes; nil where it has none.
  init?(_ names: ClassNames) {
    guard !names.entries.isEmpty else { return nil }
    self.init(
      name: "the model's \(names.field)", place: "config.json (\(names.field))",
      entries: names.entries.map { entry in
        Entry(names: entry.names, synonyms: entry.names.flatMap(ClassList.synonyms), title: entry.title)
      })
  }
}
