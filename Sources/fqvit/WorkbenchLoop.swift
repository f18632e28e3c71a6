import Foundation
import Terminal
import Workbench

/// The program's one loop: waits for keys and messages, lets the session handle them, draws.
///
/// It sleeps in poll(2) until something arrives and never waits for work.
@MainActor
final class WorkbenchLoop {
  private let screen: any Screen
  private let session: WorkbenchSession

  init(screen: any Screen, session: WorkbenchSession) {
    self.screen = screen
    self.session = session
  }

  /// Runs until the user leaves, and gives the terminal back.
  ///
  /// - Returns: the exit code; 128 + n where the signal n ended the program.
  func run(inputs: [Int32], open: @escaping @Sendable () throws -> WorkbenchSession.Opening) throws(Failure) -> Int32 {
    screen.present(session.picture())
    session.open(open)
    let waiter = InputWaiter(descriptors: inputs + [session.wakeDescriptor])
    while session.ending == nil {
      var isChanged = false
      while session.ending == nil, let key = screen.nextKey() {
        handle(key)
        isChanged = true
      }
      if session.ending == nil, let effects = session.drain() {
        perform(effects)
        isChanged = true
      }
      guard session.ending == nil else { break }
      if isChanged { screen.present(session.picture()) } else { _ = waiter.wait() }
    }
    screen.restore()
    session.finishWriting()
    session.save(waits: true)
    switch session.ending {
    case .failure(let failure): throw failure
    case .exitCode(let code): return code
    case nil: return 0
    }
  }

  private func handle(_ key: Key) {
    switch key {
    case .signal(let number): session.ending = .exitCode(128 + number)
    case .control("z"): screen.suspend()
    case .control("c"), .character("q"), .escape:
      if session.state == nil { session.ending = .exitCode(0) } else { perform(session.send(.key(key))) }
    default: perform(session.send(.key(key)))
    }
  }

  /// What only a terminal can carry out.
  private func perform(_ effects: [Effect]) {
    for effect in effects {
      switch effect {
      case .suspend: screen.suspend()
      case .beep: screen.beep()
      default: break
      }
    }
  }
}
