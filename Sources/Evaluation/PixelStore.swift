package import Images
import Locks
import Tensors

/// The pixels of a set of images, as the network wants them: decoded when they are first wanted, kept in memory up to a
/// budget, read again beyond it.
///
/// So memory does not grow with the number of images. 8-bit RGB, interleaved, of the model's input size.
package struct PixelStore: Sendable {
  /// What one set keeps where memory is plenty: 3,500 images of 224 × 224.
  package static let defaultByteBudget = 512 << 20

  package let images: [LabelledImage]
  /// What each is, or was when it was read the first time.
  private let files: [FileIdentity]
  private let preprocessing: Preprocessing
  private let kept: KeptPixels

  /// Images that can be decoded, as is known; none is decoded yet.
  init(
    images: [LabelledImage], files: [FileIdentity], preprocessing: Preprocessing, byteBudget: Int
  ) {
    precondition(images.count == files.count, "a file for each image")
    self.images = images
    self.files = files
    self.preprocessing = preprocessing
    kept = KeptPixels(byteBudget: byteBudget)
  }

  package var count: Int { images.count }
  package var indices: Range<Int> { images.indices }

  /// One image's pixels.
  ///
  /// - Throws: where the image is not kept and its file can no longer be read, or is another by now.
  package subscript(index: Int) -> [UInt8] {
    get throws(EvaluationError) {
      if let pixels = kept[index] { return pixels }
      let pixels = try read(index)
      kept.keep(pixels, at: index)
      return pixels
    }
  }

  /// Decodes what is not decoded yet, as far as there is room, so that nobody waits for it later; blocks until done.
  func warm(cancellation: CancellationFlag) {
    // A worker steps back behind every other thread.
    WorkerThreads.run(1) {
      for index in indices {
        guard !cancellation.isCancelled, kept.hasRoom else { return }
        // Whoever wants an image that cannot be read is told.
        _ = try? self[index]
      }
    }
  }

  func keep(_ pixels: [UInt8], at index: Int) { kept.keep(pixels, at: index) }

  @inline(never)  // Where its typed errors are inlined, the compiler of Swift 6.3 ends.
  private func read(_ index: Int) throws(EvaluationError) -> [UInt8] {
    let path = images[index].path
    do throws(ImageError) {
      guard let image = try ImageDecoder.preprocess(path: path, preprocessing, isCancelled: { false }),
        image.file == files[index]
      else { throw .changed(file: path.printable) }
      return image.pixels
    } catch {
      throw .images(error)
    }
  }
}
