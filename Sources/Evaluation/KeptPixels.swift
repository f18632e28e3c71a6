import Locks

/// Pixels of images that were decoded once, up to a budget.
final class KeptPixels: Sendable {
  private struct State {
    var pixels: [Int: [UInt8]] = [:]
    var room: Int
  }

  private let state: Guarded<State>

  /// - Parameter byteBudget: what all pixels together may take.
  init(byteBudget: Int) { state = Guarded(State(room: byteBudget)) }

  subscript(index: Int) -> [UInt8]? { state.withLock { $0.pixels[index] } }

  /// Keeps an image's pixels where there is room.
  func keep(_ pixels: [UInt8], at index: Int) {
    state.withLock { state in
      guard state.pixels[index] == nil, state.room >= pixels.count else { return }
      state.pixels[index] = pixels
      state.room -= pixels.count
    }
  }

  var hasRoom: Bool { state.withLock { $0.room > 0 } }
}
