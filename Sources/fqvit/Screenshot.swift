import Foundation
import Terminal
import Texts
import Workbench

/// A view drawn without a terminal and written to a file.
@MainActor
enum Screenshot {
  /// Opens the model, waits for its figures, presses the keys and writes what is on screen then.
  ///
  /// Nothing else is kept or written: neither the session nor what the keys would write.
  static func write(
    _ path: String, script: ReplayScript, open: Open, arguments: [String], showsTour: Bool
  ) throws(Failure) {
    // A picture is seen elsewhere, so neither the locale nor the settings of this terminal decide how it is drawn.
    let display = Display(
      size: ReplayRunner.size(of: script), glyphs: open.look.glyphs ?? .braille,
      theme: Theme(depth: open.look.colors ?? .colors256, background: open.look.theme ?? .any))
    let session = WorkbenchSession(
      modelPath: open.modelPath, arguments: arguments, display: display, store: nil, writing: .nothing,
      showsTour: showsTour)
    let runner = ReplayRunner(script: script, path: "--screenshot", session: session)
    let state = try runner.run { try WorkbenchSession.Opening(open, store: nil) }
    for record in state.runs.records {
      // A picture of figures that are not there would pass for one of those that are.
      if case .failed(let reason) = record.status {
        throw .failed("\(path.printable) is not written, because the evaluation failed: \(reason)")
      }
    }
    let picture = session.picture()
    try Failure.reporting { try picture.write(to: path) }
  }
}
