import ArgumentParser
import Foundation
import Terminal
import Texts
import Workbench

/// A picture of the workbench instead of the workbench.
struct PictureOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Without a terminal: wait for the figures, then write the screen to a file, as SVG where its name ends in .svg, "
        + "as text where it ends in .txt.", valueName: "file"),
    transform: path)
  var screenshot: String?

  @Flag(name: .long, help: "Replace the file of --screenshot where it is there already.") var force = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Keys to press before --screenshot, by their names and with blanks between, such as \"Down p 3\"; each waits for "
        + "the figures of those before.", valueName: "keys"))
  var keys: String?

  @Option(name: .long, help: ArgumentHelp("Columns and rows of --screenshot. (default: 120x36)", valueName: "size"))
  var size: String?

  func validate() throws {
    if screenshot == nil {
      if force { throw ValidationError("--force replaces the file of --screenshot; give that too") }
      if keys != nil { throw ValidationError("--keys are pressed for --screenshot; give that too") }
      if size != nil { throw ValidationError("--size is that of --screenshot; give that too") }
    }
    if let screenshot {
      if PictureFormat(path: screenshot) == nil {
        throw ValidationError("--screenshot \(PictureFormat.Unknown(path: screenshot.printable))")
      }
    }
    let steps: ReplayScript
    do throws(ReplayScript.Problem) { steps = try script() } catch {
      throw ValidationError("\(error.line == 1 ? "--size" : "--keys"): \(error.reason)")
    }
    let (size, least) = (ReplayRunner.size(of: steps), ScreenLayout.minimum)
    guard size.width >= least.width, size.height >= least.height else {
      throw ValidationError("--size: the workbench needs \(least.width)x\(least.height) at least")
    }
  }

  /// The steps that lead to the picture.
  func script() throws(ReplayScript.Problem) -> ReplayScript {
    let presses = (keys ?? "").split(separator: " ").map { "press \($0)\nwait" }
    return try ReplayScript(text: (["size \(size ?? "120x36")", "wait"] + presses).joined(separator: "\n"))
  }
}
