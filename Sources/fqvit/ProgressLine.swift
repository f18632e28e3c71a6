import Foundation
import Locks

/// One line on standard error that says what is being done; nothing where that is no terminal.
final class ProgressLine: Sendable {
  private struct State {
    var lastText = ""
    var lastTime: ContinuousClock.Instant?
  }

  private let state = Guarded(State())

  /// Shows `done` of `total` under a title; callable from any thread.
  func show(_ title: String, _ done: Int, _ total: Int) {
    show("\(title) \(done)/\(total)", isLast: done >= total)
  }

  /// Shows a line; one that another follows may be left out.
  func show(_ text: String, isLast: Bool = true) {
    guard StandardError.isTerminal else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      if !isLast, let last = state.lastTime, now - last < .milliseconds(80) { return }
      state.lastTime = now
      StandardError.overwrite(text)
      state.lastText = text
    }
  }

  func clear() {
    guard StandardError.isTerminal else { return }
    state.withLock { state in
      if !state.lastText.isEmpty { StandardError.overwrite("") }
      state.lastText = ""
    }
  }
}
