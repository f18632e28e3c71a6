import ArgumentParser
import CursesTerminal
import Evaluation
import Foundation
import Locks
import Synchronization
import Terminal
import Workbench

/// `fqvit [MODEL IMAGES]`: the workbench, or a picture of it.
struct Open: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Open the workbench on a model and a folder of labelled images (the default).",
    discussion: """
      Without MODEL and IMAGES it opens those of the last session; the first time, the demo that comes with the program. \
      Options given beside come after theirs.
      """)

  @Argument(help: "The model's folder (config.json and the weights), or a file of its weights.", transform: path) var model: String?
  @Argument(help: "The folder of labelled images.", transform: path) var images: String?
  @OptionGroup var network: ModelOptions
  @OptionGroup var source: SourceOptions
  @OptionGroup var choice: ConfigurationOptions
  @OptionGroup var look: LookOptions
  @OptionGroup var picture: PictureOptions
  @Flag(name: .long, help: "Open the demo that comes with the program, whatever the last session was.") var demo = false
  @Flag(name: .long, help: "Show the card of the first start again.") var tour = false

  func validate() throws {
    guard model == nil || images != nil else { throw ValidationError("Missing expected argument '<images>'") }
    guard model == nil || !demo else { throw ValidationError("--demo opens a model of its own; leave MODEL out") }
  }

  /// Only where there is one: `validate` has let no other through, and a session without is opened by its own arguments.
  var modelPath: String { model ?? "" }
  var imagesPath: String { images ?? "" }

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let paths = UserPaths(environment: environment)
    let keeper = paths.state.map(SessionStore.init(folder:))
    let store = source.noCache ? nil : keeper
    let (open, arguments) = try opened(store: keeper)
    if let file = picture.screenshot {
      try OutputFile.check(file, force: picture.force, option: "--screenshot")
      let script = try Failure.reporting { try picture.script() }
      try MainActor.assumeIsolated {
        try Screenshot.write(file, script: script, open: open, arguments: arguments, showsTour: tour)
      }
      return
    }
    let showsTour = tour || store.map { !TourMark(folder: $0.folder).isSet } ?? false
    let settings = try paths.settings.map { path throws(Failure) in try UserSettings(path: path) } ?? UserSettings()
    let glyphs = look.glyphs ?? settings.glyphs ?? .automatic(environment: environment)
    WorkerThreads.yieldsToOthers.store(true, ordering: .relaxed)
    // The main thread runs the program's one loop, and nothing else runs on the main actor.
    let exitCode: Int32 = try MainActor.assumeIsolated {
      let screen: CursesScreen
      do throws(TerminalError) {
        screen = try CursesScreen(
          environment: environment, colorDepth: look.colors ?? settings.colors, glyphs: glyphs,
          usesMouse: settings.usesMouse ?? true)
      } catch {
        throw Failure.wrongUse(error.description)
      }
      let display = Display(
        size: screen.size, glyphs: glyphs,
        theme: Theme(depth: screen.colorDepth, background: look.theme ?? settings.theme ?? .any))
      let session = WorkbenchSession(
        modelPath: open.modelPath, arguments: arguments, display: display, store: store, isWatched: true,
        showsTour: showsTour)
      return try WorkbenchLoop(screen: screen, session: session).run(inputs: screen.inputDescriptors) {
        try WorkbenchSession.Opening(open.with(threads: settings.threads), store: store)
      }
    }
    FQViT.end(exitCode)
  }

  /// This command with a model, and the arguments that open it from any folder.
  private func opened(store: SessionStore?) throws -> (Open, [String]) {
    let own = absolute(sessionArguments)
    guard model == nil else { return (self, own) }
    if !demo, let saved = store?.loadLast(), let last = try? Open.parse(Self.options(of: saved.arguments)),
      FileManager.default.fileExists(atPath: last.modelPath)
    {
      let arguments = Self.options(of: saved.arguments)
      // Options that are given every time do not pile up from session to session.
      return try Self.opened(arguments.suffix(own.count) == own[...] ? arguments : arguments + own)
    }
    return try Self.opened(DemoFolder().arguments + own)
  }

  private static func opened(_ arguments: [String]) throws -> (Open, [String]) {
    (try Open.parse(arguments), arguments)
  }

  /// The arguments of this process that belong to the session: without those that say how it is shown this time.
  private var sessionArguments: [String] {
    var result: [String] = []
    var rest = Self.options(of: Array(CommandLine.arguments.dropFirst()))[...]
    while let argument = rest.popFirst() {
      let name = argument.prefix { $0 != "=" }
      if ["--screenshot", "--keys", "--size"].contains(name) {
        if name == argument { rest = rest.dropFirst() }
      } else if !["--demo", "--tour", "--force"].contains(argument) {
        result.append(argument)
      }
    }
    return result
  }

  /// Arguments of the workbench without the name of the command, which may stand first.
  static func options(of arguments: [String]) -> [String] {
    Array(arguments.first == "open" ? arguments.dropFirst() : arguments[...])
  }

  /// The arguments with every path that this command reads made absolute.
  private func absolute(_ arguments: [String]) -> [String] {
    let paths = [model, images, source.calibration, source.calibrationOrder, choice.configuration].compactMap { $0 }
    func full(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
    return arguments.map { argument in
      if paths.contains(argument) { return full(argument) }
      for path in paths where argument.hasPrefix("--") && argument.hasSuffix("=" + path) {
        return String(argument.dropLast(path.count)) + full(path)
      }
      return argument
    }
  }

  /// The same with a number of threads where none was given.
  private func with(threads: Int?) -> Open {
    var open = self
    if open.source.threads == nil { open.source.threads = threads }
    return open
  }
}
