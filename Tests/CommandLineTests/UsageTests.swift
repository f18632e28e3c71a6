import Foundation
import Testing

/// Command lines that cannot be understood, and places without a terminal.
struct UsageTests {
  let place: Workplace

  init() throws { place = try Workplace(imageCount: 2) }

  @Test func `Too few or too many arguments are wrong use`() throws {
    try place.expectRefusal("model", exitCode: 2, naming: "<images>", "fqvit --help")
    try place.expectRefusal("evaluate", exitCode: 2, naming: "<model>", "fqvit evaluate --help")
    try place.expectRefusal("evaluate", "model", exitCode: 2, naming: "<images>")
    try place.expectRefusal("evaluate", "model", "images", "more", exitCode: 2, naming: "'more'")
    try place.expectRefusal("inspect", exitCode: 2, naming: "<model>", "fqvit inspect --help")
    try place.expectRefusal("info", "more", exitCode: 2, naming: "'more'")
    try place.expectRefusal("evaluate", "", "images", exitCode: 2, naming: "<model>", "empty")
    try place.expectRefusal("evaluate", "model", "", exitCode: 2, naming: "<images>", "empty")
  }

  @Test func `A misspelt command is named`() throws {
    try place.expectRefusal("evaluat", "model", "images", exitCode: 2, naming: "'evaluat'", "command")
    try place.expectRefusal("--pst", "0", "model", "images", exitCode: 2, naming: "--pst")
  }

  @Test func `Without a terminal the workbench names its twin`() throws {
    try place.expectRefusal("model", "images", exitCode: 2, naming: "terminal", "fqvit evaluate")
    try place.expectRefusal("open", "model", "images", exitCode: 2, naming: "terminal", "fqvit evaluate")
    // Before the model is looked at: a script learns first that it called the wrong command.
    try place.expectRefusal("absent", "images", exitCode: 2, naming: "terminal")
  }

  @Test func `Wrong glyphs are wrong use`() throws {
    try place.expectRefusal("model", "images", "--glyphs", "runes", exitCode: 2, naming: "--glyphs", "ascii")
  }
}
