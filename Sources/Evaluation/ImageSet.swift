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
  /// One line an image that was left out, naming it and why.
  package let skipped: [String]
  /// Nil where the folder tells no names.
  package let classNames: [String]?
  /// Of names, labels and contents, in order.
  package let digest: String

  package var count: Int { pixels.count }

  /// Blocks until all images are decoded; call it off the main thread.
  ///
  /// - Parameters:
  ///   - order: a file with one image name a line, which selects and orders the images.
  ///   - limit: the first images only.
  ///   - progress: images done and to do, from any thread.
  package init(
    path: String, model: Model, order: String? = nil, limit: Int? = nil, threadCount: Int,
    cancellation: CancellationFlag = CancellationFlag(), progress: @escaping @Sendable (Int, Int) -> Void
  ) throws(EvaluationError) {
    let listed = try Self.list(path: path, model: model, order: order, limit: limit)
    digest = try Self.digest(of: listed)
    let total = listed.images.count
    let (store, skipped) = try PixelStore.load(
      listed.images, preprocessing: Preprocessing(model.input), threadCount: threadCount, cancellation: cancellation,
      progress: { progress($0, total) })
    guard store.count > 0 else { throw .noImages(path: path) }
    self.path = path
    self.skipped = skipped
    pixels = store
    let known = store.images.compactMap(\.label)
    labels = known.count == store.count ? known : nil
    names = store.images.map(\.name)
    classNames = listed.classNames
  }

  /// The images that the set would have; none is decoded.
  @inline(never)  // Where its typed errors are inlined, the compiler of Swift 6.3 ends.
  private static func list(
    path: String, model: Model, order: String?, limit: Int?
  ) throws(EvaluationError) -> LabelledImages {
    do throws(ImageError) {
      var images = try LabelledImages(folder: path, classCount: model.graph.classCount)
      if let order { images = try images.reordered(byNamesIn: order) }
      if let limit { images = images.prefix(limit) }
      return images
    } catch {
      throw .images(error)
    }
  }

  private static func digest(of images: LabelledImages) throws(EvaluationError) -> String {
    do throws(ImageError) { return try images.digest().description } catch { throw .images(error) }
  }

  /// How many images there would be, with those that cannot be decoded.
  static func listedCount(path: String, model: Model, order: String?, limit: Int?) throws(EvaluationError) -> Int {
    try list(path: path, model: model, order: order, limit: limit).images.count
  }

  /// The digest that the set would have: files are read but not decoded, tens of milliseconds a thousand.
  static func digest(path: String, model: Model, order: String?, limit: Int?) throws(EvaluationError) -> String {
    try digest(of: list(path: path, model: model, order: order, limit: limit))
  }
}
