import Digests
import Images
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
  /// What must be said of the labels or the folder though it is no error, a line each.
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

  /// Blocks until all images are decoded; call it off the main thread.
  ///
  /// - Parameters:
  ///   - order: a file with one image name a line, which selects and orders the images.
  ///   - limit: so many images, spread evenly over the classes.
  ///   - progress: images done and to do, from any thread.
  package init(
    path: String, model: Model, order: String? = nil, limit: Int? = nil, threadCount: Int,
    cancellation: CancellationFlag = CancellationFlag(), progress: @escaping @Sendable (Int, Int) -> Void
  ) throws(EvaluationError) {
    let (listed, selection) = try Self.list(path: path, model: model, order: order, limit: limit)
    digest = listed.digest().description
    let total = listed.images.count
    let (store, skipped) = try PixelStore.load(
      listed.images, preprocessing: Preprocessing(model.input), threadCount: threadCount, cancellation: cancellation,
      progress: { progress($0, total) })
    guard store.count > 0 else { throw .noImages(path: path) }
    self.path = path
    self.selection = selection
    self.skipped = listed.skipped.map(\.description) + skipped
    pixels = store
    let known = store.images.compactMap(\.label)
    labels = known.count == store.count ? known : nil
    names = store.images.map(\.name)
    labelSource = listed.source.description
    remarks = listed.remarks + [model.classNames.remark].compactMap(\.self)
    classNames = listed.classNames
  }

  /// The images that the set would have; none is decoded.
  @inline(never)  // Where its typed errors are inlined, the compiler of Swift 6.3 ends.
  private static func list(
    path: String, model: Model, order: String?, limit: Int?
  ) throws(EvaluationError) -> (images: LabelledImages, selection: String?) {
    do throws(ListingError) {
      var images = try LabelledImages(
        folder: path, classCount: model.graph.classCount, modelClasses: ClassList(model.classNames))
      if let order { images = try images.reordered(byNamesIn: order) }
      guard let limit, limit < images.images.count else { return (images, nil) }
      let over = images.source == .none ? "the list" : "the classes"
      let selection = "\(grouped(limit)) of \(grouped(images.images.count)) images, spread evenly over \(over)"
      return (images.spread(limit), selection)
    } catch {
      throw .listing(error)
    }
  }

  /// "50,000".
  private static func grouped(_ count: Int) -> String {
    let digits = Array(String(count))
    return digits.enumerated().map { ($0 > 0 && (digits.count - $0) % 3 == 0 ? "," : "") + String($1) }.joined()
  }

  /// How many images there would be, with those that cannot be decoded.
  static func listedCount(path: String, model: Model, order: String?, limit: Int?) throws(EvaluationError) -> Int {
    try list(path: path, model: model, order: order, limit: limit).images.images.count
  }

  /// The digest that the set would have: files are read but not decoded, tens of milliseconds a thousand.
  static func digest(path: String, model: Model, order: String?, limit: Int?) throws(EvaluationError) -> String {
    try list(path: path, model: model, order: order, limit: limit).images.digest().description
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
