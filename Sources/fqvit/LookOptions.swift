import ArgumentParser
import Terminal

/// How the screen looks.
struct LookOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "What the screen is drawn with: \(GlyphSet.allCases.map(\.rawValue).joined(separator: ", ")). (default: by locale and terminal)",
      valueName: "set"))
  var glyphs: GlyphSet?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "At most so many colours: \(ColorDepth.allCases.map(\.rawValue).joined(separator: ", ")). (default: by terminal)",
      valueName: "depth"))
  var colors: ColorDepth?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The terminal's background: \(Theme.Background.allCases.map(\.rawValue).joined(separator: ", ")). (default: any)",
      valueName: "background"))
  var theme: Theme.Background?
}

extension GlyphSet: ExpressibleByArgument {}
extension ColorDepth: ExpressibleByArgument {}
extension Theme.Background: ExpressibleByArgument {}
