import ArgumentParser
import CursesTerminal
import Evaluation
import Foundation
import Texts

/// `fqvit info`: versions, instruction set and every path in use.
struct Info: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Print versions, the CPU's instruction set and every path that the program uses.")

  @Flag(name: .long, help: "Print one JSON object.") var json = false

  private struct Output: Encodable {
    let oneDNN: String
    let instructionSet: String
    let productArithmetic: String
    let imageLibraries: String
    let threads: Int
    /// Nil where there is no home to keep anything in.
    let configurationFolder: String?
    let stateFolder: String?
    let cacheFolder: String?
    let demoFolder: String?
    let terminal: String?
  }

  func run() throws {
    let paths = UserPaths()
    let engine = EngineDescription.current
    let output = Output(
      oneDNN: engine.oneDNNVersion, instructionSet: engine.instructionSet,
      productArithmetic: engine.productArithmetic, imageLibraries: engine.imageLibraries,
      threads: ProcessInfo.processInfo.activeProcessorCount, configurationFolder: paths.configuration,
      stateFolder: paths.state, cacheFolder: paths.cache, demoFolder: try? DemoFolder().path,
      terminal: MainActor.assumeIsolated { Self.terminal(environment: ProcessInfo.processInfo.environment) })
    if json {
      try StandardOutput.writeJSON(output)
      return
    }
    try StandardOutput.write(
      """
      fqvit          \(FQViT.version)
      oneDNN         \(output.oneDNN), \(output.instructionSet), integer products in \(output.productArithmetic)
      images         \(output.imageLibraries)
      threads        \(output.threads)
      configuration  \(paths.description(of: paths.configuration))
      state          \(paths.description(of: paths.state))
      cache          \(paths.description(of: paths.cache))
      demo           \(output.demoFolder?.printable ?? "none")
      terminal       \(output.terminal?.printable ?? "none")
      """)
  }

  /// What `TERM` says, and what the screen is drawn by where that differs.
  @MainActor private static func terminal(environment: [String: String]) -> String? {
    guard let name = environment["TERM"] else { return nil }
    guard let entry = try? TerminalEntry.select(environment: environment) else { return name + ", without a screen" }
    return entry == name ? name : "\(name), drawn as \(entry)"
  }
}
