/// A screen for tests: plays keys, and keeps every frame.
@MainActor
package final class RecordingScreen: Screen {
  package private(set) var size: Size
  package let colorDepth: ColorDepth
  package private(set) var frames: [CellBuffer] = []
  package private(set) var beepCount = 0
  package private(set) var suspendCount = 0
  package private(set) var isRestored = false
  private var keys: [Key]

  package init(size: Size, colorDepth: ColorDepth = .mono, keys: [Key] = []) {
    self.size = size
    self.colorDepth = colorDepth
    self.keys = keys
  }

  package var lastFrame: CellBuffer? { frames.last }

  package func feed(_ more: Key...) { keys += more }

  package func nextKey() -> Key? {
    guard !keys.isEmpty else { return nil }
    let key = keys.removeFirst()
    if case .resize(let newSize) = key { size = newSize }
    return key
  }

  package func present(_ buffer: CellBuffer) { frames.append(buffer) }

  package func beep() { beepCount += 1 }

  package func suspend() {
    suspendCount += 1
    keys.append(.resize(size))
  }

  package func restore() { isRestored = true }
}
