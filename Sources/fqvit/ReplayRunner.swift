import Graphs
import Evaluation
import Foundation
import Models
import Quantization
import Terminal
import Texts
import Workbench

/// Does a script's steps in a workbench without a terminal.
@MainActor
final class ReplayRunner {
  private let script: ReplayScript
  private let path: String
  private let session: WorkbenchSession
  /// Whether figures are held against those that the script has.
  private let comparesFigures: Bool
  private let writesFiles: Bool
  private let progress = ProgressLine()

  init(script: ReplayScript, path: String, session: WorkbenchSession, writesFiles: Bool = false, comparesFigures: Bool = true) {
    self.writesFiles = writesFiles
    self.comparesFigures = comparesFigures
    self.script = script
    self.path = path
    self.session = session
  }

  /// The size of the first frame: the script's first, as a log's is.
  nonisolated static func size(of script: ReplayScript) -> Size {
    for step in script.steps {
      if case .size(let size) = step.step { return size }
    }
    return Size(width: 120, height: 36)
  }

  /// Blocks until the last step is done or one fails; returns the state at the end.
  func run(open: @escaping @Sendable () throws -> WorkbenchSession.Opening) throws(Failure) -> WorkbenchState {
    defer { progress.clear() }
    session.open(open)
    try wait { $0 != nil }
    for step in script.steps {
      progress.show("\(path):\(step.line)", step.line, script.steps.last?.line ?? step.line)
      try perform(step)
      if case .exitCode? = session.ending { break }
    }
    // The last step may have begun a file.
    try wait { _ in !session.isWriting }
    guard let state = session.state else { throw .failed("\(path): the session never began") }
    if let failure = state.preparation.failure { throw .failed(failure) }
    if let failure = state.files.failures.first { throw .failed("\(path): \(failure)") }
    for awaiting in state.files.awaiting where writesFiles {
      progress.clear()
      StandardError.write(
        "\(path): \(awaiting.path.printable) was not written: the script ends before its figures are in; end it with 'wait'\n")
    }
    return state
  }

  private func perform(_ step: ReplayScript.NumberedStep) throws(Failure) {
    switch step.step {
    case .press(let keys):
      for key in keys where key != .control("z") { _ = session.send(.key(key)) }
    case .type(let text):
      // A number sign alone is a key, which `press` could not name.
      guard session.state?.overlay?.hasText == true || text == "#" else {
        throw .failed("\(path):\(step.line): there is no line to type '\(text.printable(limit: 60))' into")
      }
      for character in text { _ = session.send(.key(.character(character))) }
    case .perform(let id): _ = session.send(.command(id))
    case .at(let row):
      guard session.state?.tree.row(named: row) != nil else {
        throw .failed("\(path):\(step.line): there is no row '\(row)'")
      }
      // A log names the row that a key acts on; where the cursor is there already, nothing is disturbed.
      if session.state?.cursorRow?.name != row { _ = session.send(.goTo(row: row)) }
    case .size(let size): _ = session.send(.resize(size))
    case .configure(let configuration): _ = session.send(.configure(configuration))
    case .write(let request):
      // As in the session, whose log has it: without figures, but not without scales.
      if request.figures == .leftOut {
        try wait { state in
          guard let state else { return false }
          return state.calibration != nil || state.preparation.failure != nil || !state.isWaitingForFigures
        }
      }
      _ = session.send(.write(request))
    case .wait:
      try wait { state in
        guard let state else { return false }
        return state.preparation.failure != nil || (!state.isWaitingForFigures && !session.isWriting)
      }
    case .configuration(let digest, let words):
      guard let state = session.state else { break }
      let found = state.configuration.digest(for: state.graph)
      guard found.hasPrefix(digest) else {
        let here = ConfigurationStatement(state.configuration, graph: state.graph).line
        throw .failed(
          "\(path):\(step.line): the configuration is another than in the log: \(here) (\(found.prefix(digest.count)))"
            + (words.isEmpty ? "" : " where the log has \(words) (\(digest))"))
      }
    case .figures(let digest, let words): try checkFigures(digest, words, line: step.line)
    case .expect(let text):
      let screen = session.picture().text
      guard screen.contains(text) else {
        progress.clear()
        StandardError.write(screen + "\n")
        throw .failed("\(path):\(step.line): the screen does not show '\(text)'; it is printed above")
      }
    case .show:
      progress.clear()
      try StandardOutput.write(session.picture().text)
    }
  }

  private func checkFigures(_ digest: String, _ words: String, line: Int) throws(Failure) {
    guard comparesFigures else { return }
    guard let report = session.state?.runs.current?.report else {
      throw .failed("\(path):\(line): the log has figures here (\(words)), this evaluation has none")
    }
    guard !report.outcomesDigest.hasPrefix(digest) else { return }
    let here = WorkbenchState.words(for: report.tally)
    throw .failed(
      "\(path):\(line): the figures are others than in the log: \(here) (\(report.outcomesDigest.prefix(digest.count))) "
        + "where the log has \(words) (\(digest)); with other images, or a model of other weights, give --ignore-figures")
  }

  /// Handles what arrives until the state is as wanted.
  private func wait(until isReached: (WorkbenchState?) -> Bool) throws(Failure) {
    let waiter = InputWaiter(descriptors: [session.wakeDescriptor])
    while !isReached(session.state) {
      switch session.ending {
      case .failure(let failure): throw failure
      case .exitCode: return
      case nil: break
      }
      if session.drain() == nil { _ = waiter.wait() }
    }
  }
}
