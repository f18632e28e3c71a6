import Digests
import Images
package import Models

/// A folder of labelled images, decoded and cropped for one model; what could not be decoded is counted.
package struct ImageSet: Sendable {
  package let path: String
  /// In the folder's order.
  package let pixels: PixelStore
  package let labels: [Int]
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
    let listed: LabelledImages
    do throws(ImageError) {
      var all = try LabelledImages(folder: path, classCount: model.graph.classCount)
      if let order { all = try all.reordered(byNamesIn: order) }
      if let limit { all = all.prefix(limit) }
      listed = all
      digest = try listed.digest().description
    } catch {
      throw .images(error)
    }
    let total = listed.images.count
    let (store, skipped) = try PixelStore.load(
      listed.images, preprocessing: Preprocessing(model.input), threadCount: threadCount, cancellation: cancellation,
      progress: { progress($0, total) })
    guard store.count > 0 else { throw .noImages(path: path) }
    self.path = path
    self.skipped = skipped
    pixels = store
    labels = store.images.map(\.label)
    names = store.images.map(\.name)
    classNames = listed.classNames
  }
}
