import ArgumentParser
import Evaluation
import Foundation
import Quantization
import Terminal
import Texts
import Workbench

/// `fqvit replay FILE`: a session's log, done again without a terminal.
struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Do again what a session's log holds, without a terminal, and print its runs.",
    discussion: """
      W in the workbench writes the log of a session; the last session's is kept in the state folder. One step on each line: \
      press Down p, type TEXT, do COMMAND, at ROW, wait, is DIGEST, figures DIGEST, expect TEXT, write export PATH, show, size 120x36. Where a \
      configuration or a figure is another than the log has, the replay fails and names the line. MODEL and IMAGES stand in for \
      those of the log, for a log from another machine.
      """)

  @Argument(help: "The log.", transform: path) var file: String
  @Argument(help: "The model's folder, or a file of its weights. (default: the log's)", transform: path) var model: String?
  @Argument(help: "The folder of labelled images. (default: the log's)", transform: path) var images: String?
  @OptionGroup var network: ModelOptions
  @Option(
    name: .long, help: ArgumentHelp("Images to calibrate on. (default: the log's)", valueName: "images"),
    transform: path)
  var calibration: String?
  @Flag(name: .long, help: "Write the files that the session wrote; else they are left alone.") var write = false
  @Flag(name: .long, help: "With --write, replace files that are there already.") var force = false
  @Flag(name: .long, help: "Do not hold the figures against the log's: for other images, or other weights.")
  var ignoreFigures = false
  @Flag(name: .long, help: "Print the last screen too.") var screen = false

  func validate() throws {
    guard model == nil || images != nil else { throw ValidationError("Missing expected argument '<images>'") }
    guard model != nil || network.isEmpty else {
      throw ValidationError("--architecture and --model-arg belong to a MODEL; give MODEL and IMAGES too")
    }
  }

  func run() throws {
    let text = try TextFile.text(of: file)
    let script: ReplayScript
    do throws(ReplayScript.Problem) { script = try ReplayScript(text: text) } catch {
      throw Failure.failed("\(file): \(error)")
    }
    var open: Open
    do { open = try Open.parse(Open.options(of: script.arguments)) } catch {
      throw Failure.failed("\(file): its 'open' line: \(Open.message(for: error))")
    }
    if let model, let images { (open.model, open.images, open.network) = (model, images, network) }
    if let calibration { open.source.calibration = calibration }
    guard open.model != nil else {
      throw Failure.wrongUse("\(file) names no model; give MODEL and IMAGES after it")
    }
    let (state, picture) = try MainActor.assumeIsolated { [open] in
      let session = WorkbenchSession(
        modelPath: open.modelPath, arguments: script.arguments,
        display: Display(
          size: ReplayRunner.size(of: script), glyphs: open.look.glyphs ?? .braille, theme: Theme(depth: .mono)),
        store: nil, writing: write ? (force ? .replacing : .new) : .nothing)
      let runner = ReplayRunner(
        script: script, path: file, session: session, writesFiles: write, comparesFigures: !ignoreFigures)
      let state = try runner.run { try WorkbenchSession.Opening(open, store: nil) }
      return (state, session.picture().text)
    }
    if screen { try StandardOutput.write(picture) }
    try StandardOutput.write(Self.table(state))
  }

  /// The runs, oldest first, as `evaluate` would name their figures.
  private static func table(_ state: WorkbenchState) -> String {
    let rows = state.runs.records.map { record -> [String] in
      guard let tally = record.tally else { return ["\(record.id)", state.label(of: record), "not evaluated to its end"] }
      let headline = tally.headline
      var figures = ["\(headline.title) \(Figures.fixed(headline.proportion.percent, 2)) %"]
      if let difference = headline.difference { figures.append("vs float \(Figures.signed(difference.points, 2))") }
      if headline.kind != .agreement { figures.append("agreement \(Figures.fixed(tally.agreement.percent, 2)) %") }
      if !tally.isComplete { figures.append("on \(tally.imageCount) of \(tally.plannedCount) images") }
      return ["\(record.id)", state.label(of: record), figures.joined(separator: "  ")]
    }
    return TextTable(rows, leftColumns: 3).text
  }
}
