import ArgumentParser
import CursesTerminal
import Evaluation
import Foundation
import Terminal
import Workbench

/// `fqvit MODEL IMAGES`: the workbench.
struct Open: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Open the workbench on a model and a folder of labelled images (the default).")

  @Argument(help: "The model's folder: config.json and model.safetensors.", transform: path) var model: String
  @Argument(help: "The folder of labelled images.", transform: path) var images: String
  @OptionGroup var source: SourceOptions
  @OptionGroup var choice: ConfigurationOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What the screen is drawn with: \(GlyphSet.allCases.map(\.rawValue).joined(separator: ", ")). (default: by locale)",
      valueName: "set"))
  var glyphs: GlyphSet?

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let glyphs = glyphs ?? .automatic(environment: environment)
    // The main thread runs the program's one loop, and nothing else runs on the main actor.
    let exitCode: Int32 = try MainActor.assumeIsolated {
      let screen: CursesScreen
      do throws(TerminalError) { screen = try CursesScreen(environment: environment, glyphs: glyphs) } catch {
        throw Failure.wrongUse(error.description)
      }
      let loop = WorkbenchLoop(screen: screen, glyphs: glyphs, modelPath: model) { [model, images, source, choice] in
        try WorkbenchLoop.Opening(model: model, images: images, source: source, choice: choice)
      }
      return try loop.run(inputs: screen.inputDescriptors)
    }
    // Workers may still be computing; they own nothing that must be put away, so they are not waited for.
    fflush(nil)
    _exit(exitCode)
  }
}

extension GlyphSet: ExpressibleByArgument {}
