import Locks
import Synchronization

/// Decodes and preprocesses many images at once.
package enum ImageLoader {
  /// Loads `images` on up to `threads` threads and returns when all is done; run it off the main thread.
  ///
  /// `onProgress` gets the count of images dealt with, one call at a time and always growing, on any of the threads.
  /// `isCancelled` is asked between the rows of an image, on any of the threads; once true, no image is gone on with.
  ///
  /// - Throws: where the machine lacks something, so that which images can be read would depend on it.
  package static func load(
    _ images: [LabelledImage], preprocessing: Preprocessing, threads: Int,
    onProgress: @Sendable (Int) -> Void = { _ in }, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(ImageError) -> LoadedImages {
    let collection = Collection(capacity: images.count)
    let next = Atomic(0)
    let isStopped: @Sendable () -> Bool = { isCancelled() || collection.failure != nil }
    WorkerThreads.run(max(1, min(threads, images.count))) {
      while !isStopped() {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < images.count else { return }
        do throws(ImageError) {
          let image = try ImageDecoder.preprocess(path: images[index].path, preprocessing, isCancelled: isStopped)
          guard let image else { return }
          collection.insert(.success(image), at: index, onProgress: onProgress)
        } catch {
          if error.isOfTheMachine { collection.fail(error) }
          collection.insert(.failure(error), at: index, onProgress: onProgress)
        }
      }
    }
    if let failure = collection.failure { throw failure }
    return collection.loaded(images)
  }

  private typealias Outcome = Result<PreprocessedImage, ImageError>

  /// The outcomes by their place in the set, filled in by several threads.
  private final class Collection: Sendable {
    private struct State {
      var outcomes: [Outcome?]
      var doneCount = 0
      var failure: ImageError?
    }

    private let state: Guarded<State>

    init(capacity: Int) { state = Guarded(State(outcomes: Array(repeating: nil, count: capacity))) }

    func insert(_ outcome: Outcome, at index: Int, onProgress: (Int) -> Void) {
      state.withLock { state in
        state.outcomes[index] = outcome
        state.doneCount += 1
        // Under the lock, so that counts are reported in order.
        onProgress(state.doneCount)
      }
    }

    /// What the machine lacks, as the first thread found it.
    var failure: ImageError? { state.withLock { $0.failure } }

    func fail(_ error: ImageError) { state.withLock { $0.failure = $0.failure ?? error } }

    func loaded(_ images: [LabelledImage]) -> LoadedImages {
      let outcomes = state.withLock { $0.outcomes }
      var pixels: [[UInt8]] = []
      var files: [FileIdentity] = []
      var (labels, names) = ([Int?](), [String]())
      var skipped: [LoadedImages.Skipped] = []
      for (image, outcome) in zip(images, outcomes) {
        switch outcome {
        case .success(let loaded)?:
          pixels.append(loaded.pixels)
          files.append(loaded.file)
          labels.append(image.label)
          names.append(image.name)
        case .failure(let error)?: skipped.append(.init(image: image, error: error))
        case nil: break
        }
      }
      return LoadedImages(
        pixels: pixels, files: files, labels: labels, names: names, skipped: skipped, isCancelled: outcomes.contains { $0 == nil })
    }
  }
}
