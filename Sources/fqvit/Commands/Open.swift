import ArgumentParser
import CursesTerminal
import Evaluation
import Foundation
import Synchronization
import Terminal
import Workbench

/// `fqvit MODEL IMAGES`: the workbench.
struct Open: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Open the workbench on a model and a folder of labelled images (the default).",
    discussion: "Without MODEL and IMAGES it opens where the last session ended.")

  @Argument(help: "The model's folder: config.json and model.safetensors.", transform: path) var model: String?
  @Argument(help: "The folder of labelled images.", transform: path) var images: String?
  @OptionGroup var source: SourceOptions
  @OptionGroup var choice: ConfigurationOptions
  @OptionGroup var look: LookOptions

  func validate() throws {
    guard model == nil || images != nil else { throw ValidationError("Missing expected argument '<images>'") }
  }

  /// Only where there is one: `validate` has let no other through, and a session without is opened by its own arguments.
  var modelPath: String { model ?? "" }
  var imagesPath: String { images ?? "" }

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let paths = UserPaths(environment: environment)
    let store = source.noCache ? nil : SessionStore(folder: paths.state)
    let (open, arguments) = try opened(store: SessionStore(folder: paths.state))
    let settings = try UserSettings(path: paths.settings)
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
        modelPath: open.modelPath, arguments: arguments, display: display, store: store)
      return try WorkbenchLoop(screen: screen, session: session).run(inputs: screen.inputDescriptors) {
        try WorkbenchSession.Opening(open.with(threads: settings.threads), store: store)
      }
    }
    // Workers may still be computing; they own nothing that must be put away, so they are not waited for.
    fflush(nil)
    _exit(exitCode)
  }

  /// This command, or that of the last session where no model is given; with the arguments that open it from any folder.
  private func opened(store: SessionStore) throws -> (Open, [String]) {
    guard model == nil else { return (self, absolute(Array(CommandLine.arguments.dropFirst()))) }
    guard let saved = store.loadLast(), let open = try? Open.parse(Self.options(of: saved.arguments)), open.model != nil
    else {
      throw Failure.wrongUse("give a model's folder and a folder of labelled images; 'fqvit --help' says more")
    }
    return (open, saved.arguments)
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
