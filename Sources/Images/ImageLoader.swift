import Dispatch
import Locks
import Synchronization

/// Decodes and preprocesses many images at once.
package enum ImageLoader {
  /// Loads `images` on up to `threads` threads and returns when all is done; run it off the main thread.
  ///
  /// `onProgress` gets the count of images dealt with, one call at a time and always growing, on any of the threads.
  /// `isCancelled` is asked before each image, on any of the threads; once true, no other image is begun.
  package static func load(
    _ images: [LabelledImage], preprocessing: Preprocessing, threads: Int,
    onProgress: @Sendable (Int) -> Void = { _ in }, isCancelled: @Sendable () -> Bool = { false }
  ) -> LoadedImages {
    let collection = Collection(capacity: images.count)
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, images.count))) { _ in
      while !isCancelled() {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < images.count else { return }
        collection.insert(outcome(images[index], preprocessing), at: index, onProgress: onProgress)
      }
    }
    return collection.loaded(images)
  }

  private typealias Outcome = Result<[UInt8], ImageError>

  private static func outcome(_ image: LabelledImage, _ preprocessing: Preprocessing) -> Outcome {
    do throws(ImageError) {
      return .success(preprocessing.apply(try ImageDecoder.decode(path: image.path)).pixels)
    } catch {
      return .failure(error)
    }
  }

  /// The outcomes by their place in the set, filled in by several threads.
  private final class Collection: Sendable {
    private struct State {
      var outcomes: [Outcome?]
      var doneCount = 0
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

    func loaded(_ images: [LabelledImage]) -> LoadedImages {
      let outcomes = state.withLock { $0.outcomes }
      var pixels: [[UInt8]] = []
      var (labels, names) = ([Int?](), [String]())
      var skipped: [LoadedImages.Skipped] = []
      for (image, outcome) in zip(images, outcomes) {
        switch outcome {
        case .success(let imagePixels)?:
          pixels.append(imagePixels)
          labels.append(image.label)
          names.append(image.name)
        case .failure(let error)?: skipped.append(.init(image: image, error: error))
        case nil: break
        }
      }
      return LoadedImages(
        pixels: pixels, labels: labels, names: names, skipped: skipped, isCancelled: outcomes.contains { $0 == nil })
    }
  }
}
