import Images
import Tensors

/// Finding out which images of a listing can be decoded.
extension ImageContents {
  /// Decodes the images of which nobody knows it, and makes the store of those that can be.
  ///
  /// - Parameter progress: images done, of `unknown`.
  /// - Returns: the store, which keeps what was decoded, and a line for each image that is left out.
  mutating func load(
    preprocessing: Preprocessing, byteBudget: Int = MemoryHeadroom.share(of: PixelStore.defaultByteBudget),
    threadCount: Int, cancellation: CancellationFlag, progress: @Sendable (Int) -> Void
  ) throws(EvaluationError) -> (store: PixelStore, skipped: [String]) {
    let unknown = unknown
    let byteCount = 3 * preprocessing.inputHeight * preprocessing.inputWidth
    var decoded: [Int: [UInt8]] = [:]
    // In portions, because a portion's pixels are all in memory before those beyond the budget are let go.
    let portionCount = 64 * threadCount
    for start in stride(from: 0, to: unknown.count, by: portionCount) {
      let portion = unknown[start..<min(start + portionCount, unknown.count)]
      let loaded = try Self.load(
        portion.map { listed.images[$0] }, preprocessing, threadCount, cancellation
      ) { progress(start + $0) }
      if cancellation.isCancelled { throw .cancelled }
      var skipped = loaded.skipped[...]
      var place = 0
      for index in portion {
        if let broken = skipped.first, broken.image == listed.images[index] {
          learn(.broken(broken.error.description), of: index)
          skipped.removeFirst()
          continue
        }
        // Its content was read for the digest a moment ago.
        guard loaded.files[place] == files[index].identity else {
          throw .images(.changed(file: listed.images[index].pathText))
        }
        learn(.sound, of: index)
        if (decoded.count + 1) * byteCount <= byteBudget { decoded[index] = loaded.pixels[place] }
        place += 1
      }
    }
    return store(preprocessing: preprocessing, byteBudget: byteBudget, decoded: decoded)
  }

  /// The store of images that are all known; nothing is decoded.
  private func store(
    preprocessing: Preprocessing, byteBudget: Int, decoded: [Int: [UInt8]]
  ) -> (store: PixelStore, skipped: [String]) {
    var sound: [(image: LabelledImage, file: FileIdentity, index: Int)] = []
    var skipped: [String] = []
    for (index, file) in files.enumerated() {
      switch (file.soundness, file.identity) {
      case (.sound, let identity?): sound.append((listed.images[index], identity, index))
      case (.broken(let problem), _): skipped.append(problem)
      case (.sound, nil), (.unknown, _): preconditionFailure("every image is known by now")
      }
    }
    let store = PixelStore(
      images: sound.map(\.image), files: sound.map(\.file), preprocessing: preprocessing, byteBudget: byteBudget)
    for (place, entry) in sound.enumerated() {
      if let pixels = decoded[entry.index] { store.keep(pixels, at: place) }
    }
    return (store, skipped)
  }

  @inline(never)  // Where its typed errors are inlined, the compiler of Swift 6.3 ends.
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
