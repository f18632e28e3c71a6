import Evaluation
import Foundation

/// How long a person waits for the screen: from a key written to a terminal to the last byte of the frame that answers it,
/// while an evaluation runs on all cores.
///
/// The program runs as it is, on a pseudo terminal. An answer is known by what only it can contain, since the figures of the
/// evaluation come in between.
struct ScreenBenchmark {
  struct Row: Encodable {
    let what: String
    let keys: Int
    let medianMilliseconds: Double
    let longestMilliseconds: Double
    let bytesAFrame: Int
  }

  struct Output: Encodable {
    let columns: Int
    let rows: Int
    let frames: [Row]
    /// How often the main thread woke up in two seconds without a key and without an evaluation.
    let idleWakeUps: Int?
    let limitMilliseconds: Double

    var text: String {
      func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
      }
      let title = "key to frame, ms (\(columns) x \(rows), during an evaluation)"
      let header = title.padding(toLength: 58, withPad: " ", startingAt: 0) + "  median  longest  bytes  keys"
      let lines = frames.map { row in
        row.what.padding(toLength: 58, withPad: " ", startingAt: 0) + right(Figures.fixed(row.medianMilliseconds, 2), 8)
          + right(Figures.fixed(row.longestMilliseconds, 2), 9) + right("\(row.bytesAFrame)", 7)
          + right("\(row.keys)", 6)
      }
      return ([header] + lines + ["wake-ups in 2 s of idleness: " + (idleWakeUps.map { "\($0)" } ?? "unknown")])
        .joined(separator: "\n")
    }
  }

  private static let columns: UInt16 = 200
  private static let rows: UInt16 = 60
  /// A frame of a 60 Hz display.
  private static let limitMilliseconds = 16.0
  private static let keysAView = 48
  /// Keys after which another configuration is evaluated, so that one always is.
  private static let keysAnEvaluation = 8

  /// The workbench's arguments: model, images and options.
  let arguments: [String]

  func run() throws(Failure) -> Output {
    let folder = NSTemporaryDirectory() + "/fqvit-bench-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let terminal = try ProgramTerminal(
      arguments: arguments,
      environment: [
        "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "NO_COLOR": "", "XDG_STATE_HOME": folder,
        "XDG_CONFIG_HOME": folder,
      ], columns: Self.columns, rows: Self.rows)
    guard terminal.read(until: "agreement", within: .seconds(600)) != nil else {
      throw .failed("the workbench showed no figures in 10 minutes")
    }
    var frames: [Row] = []
    for (digit, name) in ["1": "ranges", "2": "attention", "3": "map", "4": "SQNR"].sorted(by: { $0.key < $1.key }) {
      terminal.type(digit)
      terminal.skip(for: .milliseconds(400))
      // Both write the mark of the cursor's row, which nothing else touches.
      frames.append(
        try measure("cursor, view \(digit) \(name)", terminal, keys: ["j", "j", "k", "k"].map { ($0, "►") }))
    }
    // The keys go back to the layers, where widths can be changed; an even number of Tabs returns there.
    terminal.type("5\t")
    terminal.skip(for: .milliseconds(400))
    frames.append(try measure("other pane, view 5 runs", terminal, keys: [("\t", "►")]))
    // Each of these starts an evaluation itself; one writes a width's column anew, the other a notice.
    terminal.type("1")
    terminal.skip(for: .milliseconds(400))
    frames.append(
      try measure(
        "change of a quantizer, and undo", terminal, keys: [("f", "float"), ("u", "undone")], evaluates: false))
    terminal.type(".")
    terminal.skip(for: .seconds(2))
    let before = terminal.sleepCount
    terminal.skip(for: .seconds(2))
    let wakeUps = before.flatMap { before in terminal.sleepCount.map { $0 - before } }
    return Output(
      columns: Int(Self.columns), rows: Int(Self.rows), frames: frames, idleWakeUps: wakeUps,
      limitMilliseconds: Self.limitMilliseconds)
  }

  /// - Parameter evaluates: whether evaluations are started in between, where the keys themselves start none.
  private func measure(
    _ what: String, _ terminal: ProgramTerminal, keys: [(text: String, marker: String)], evaluates: Bool = true
  ) throws(Failure) -> Row {
    var times: [Double] = []
    var byteCount = 0
    for index in 0..<Self.keysAView {
      if evaluates, index % Self.keysAnEvaluation == 0 {
        // Another width at another row each time: a configuration that was not evaluated before.
        terminal.type("b\(2 + index / Self.keysAnEvaluation % 6)")
        terminal.skip(for: .milliseconds(150))
      }
      let (text, marker) = keys[index % keys.count]
      terminal.skip(for: .milliseconds(20))
      let start = ContinuousClock.now
      terminal.type(text)
      guard let answer = terminal.read(until: marker, within: .seconds(5)) else {
        throw .failed("the workbench did not answer the key '\(text)' (\(what)) in 5 seconds")
      }
      times.append((answer.time - start).seconds * 1000)
      byteCount += answer.byteCount
    }
    times.sort()
    return Row(
      what: what, keys: times.count, medianMilliseconds: times[times.count / 2], longestMilliseconds: times.last ?? 0,
      bytesAFrame: byteCount / max(times.count, 1))
  }
}
