import Digests
package import Images
package import Models

/// A folder of labelled images, decoded and cropped for one model; what could not be decoded is counted.
package struct ImageSet: Sendable {
  package let path: String
  /// 8-bit RGB, interleaved, of the model's input size; in the folder's order.
  package let pixels: [[UInt8]]
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
    let loaded = ImageLoader.load(
      listed.images, preprocessing: Preprocessing(model.input), threads: threadCount,
      onProgress: { progress($0, total) }, isCancelled: { cancellation.isCancelled })
    if cancellation.isCancelled { throw .cancelled }
    guard !loaded.pixels.isEmpty else { throw .noImages(path: path) }
    self.path = path
    pixels = loaded.pixels
    labels = loaded.labels
    names = loaded.names
    skipped = loaded.skipped.map { $0.error.description }
    classNames = listed.classNames
  }
}
