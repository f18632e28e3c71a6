package import Images

/// The pixels of a set of images, as the network wants them: kept in memory up to a budget, read again beyond it.
///
/// So memory does not grow with the number of images. 8-bit RGB, interleaved, of the model's input size.
package struct PixelStore: Sendable {
  /// What one set keeps where memory is plenty: 3,500 images of 224 × 224.
  package static let defaultByteBudget = 512 << 20

  package let images: [LabelledImage]
  /// What each was read from the first time.
  private var files: [FileIdentity] = []
  private let preprocessing: Preprocessing
  /// The first images' pixels.
  private var kept: [[UInt8]] = []

  /// Images that `load` has decoded before; none of them is kept yet.
  private init(images: [LabelledImage], preprocessing: Preprocessing) {
    self.images = images
    self.preprocessing = preprocessing
  }

  package var count: Int { images.count }
  package var indices: Range<Int> { images.indices }

  /// One image's pixels.
  ///
  /// - Throws: where the image is no longer kept and its file can no longer be read, or is another by now.
  package subscript(index: Int) -> [UInt8] {
    get throws(EvaluationError) {
      if index < kept.count { return kept[index] }
      return try read(index)
    }
  }

  @inline(never)  // Where its typed errors are inlined, the compiler of Swift 6.3 ends.
  private func read(_ index: Int) throws(EvaluationError) -> [UInt8] {
    let path = images[index].path
    do throws(ImageError) {
      guard let image = try ImageDecoder.preprocess(path: path, preprocessing, isCancelled: { false }),
        image.file == files[index]
      else { throw .changed(file: path) }
      return image.pixels
    } catch {
      throw .images(error)
    }
  }

  /// Decodes every image once, so that broken ones are known, and keeps the first; blocks until done.
  ///
  /// - Returns: the store of the images that could be decoded, and the lines to show for the others.
  package static func load(
    _ images: [LabelledImage], preprocessing: Preprocessing,
    byteBudget: Int = MemoryHeadroom.share(of: defaultByteBudget), threadCount: Int,
    cancellation: CancellationFlag, progress: @Sendable (Int) -> Void
  ) throws(EvaluationError) -> (store: PixelStore, skipped: [String]) {
    let byteCount = 3 * preprocessing.inputHeight * preprocessing.inputWidth
    var sound: [LabelledImage] = []
    var files: [FileIdentity] = []
    var kept: [[UInt8]] = []
    var skipped: [String] = []
    // In portions, because a portion's pixels are all in memory before those beyond the budget are let go.
    let portionCount = 64 * threadCount
    for start in stride(from: 0, to: images.count, by: portionCount) {
      let portion = Array(images[start..<min(start + portionCount, images.count)])
      let loaded = try Self.load(portion, preprocessing, threadCount, cancellation) { progress(start + $0) }
      if cancellation.isCancelled { throw .cancelled }
      let broken = Set(loaded.skipped.map(\.image))
      let portionSound = portion.filter { !broken.contains($0) }
      let room = max(0, byteBudget / byteCount - kept.count)
      if kept.count == sound.count { kept += loaded.pixels.prefix(room) }
      sound += portionSound
      files += loaded.files
      skipped += loaded.skipped.map(\.error.description)
    }
    var store = PixelStore(images: sound, preprocessing: preprocessing)
    store.kept = kept
    store.files = files
    return (store, skipped)
  }

  @inline(never)
  private static func load(
    _ images: [LabelledImage], _ preprocessing: Preprocessing, _ threadCount: Int, _ cancellation: CancellationFlag,
    _ progress: @Sendable (Int) -> Void
  ) throws(EvaluationError) -> LoadedImages {
    do throws(ImageError) {
      return try ImageLoader.load(
        images, preprocessing: preprocessing, threads: threadCount, onProgress: progress,
        isCancelled: { cancellation.isCancelled })
    } catch {
      throw .images(error)
    }
  }
}
