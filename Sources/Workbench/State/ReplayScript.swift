import Foundation
package import Quantization
package import Terminal
import Texts

/// A session written down: what a log holds, and what tests are written in.
///
/// Each line is a step: `open ARGUMENTS`, `size 120x36`, `press Down p`, `type chosen.json`, `do pts`, `at blocks.4.norm1`,
/// `wait`, `is DIGEST`, `figures DIGEST`, `expect TEXT`, `configure JSON`, `write export PATH`, `show`. Empty lines and those that begin with `#`
/// say nothing; behind the keys of `press` and behind a digest a ` # ` begins a comment.
package struct ReplayScript: Hashable, Sendable {
  package enum Step: Hashable, Sendable {
    case press([Key])
    case type(String)
    /// A command by its name in the table.
    case perform(String)
    /// The cursor goes to the row of this name.
    case at(String)
    case size(Size)
    /// Until the evaluation of the present configuration is finished.
    case wait
    /// The screen must show this.
    case expect(String)
    case configure(QuantizationConfiguration)
    /// The present configuration must be the one whose digest begins so.
    case configuration(digest: String, words: String)
    /// The present configuration's figures must be those whose outcomes' digest begins so.
    case figures(digest: String, words: String)
    /// Writes a file without a question; an export is of the present configuration.
    case write(FileRequest)
    /// Prints the screen.
    case show
  }

  package struct NumberedStep: Hashable, Sendable {
    package let line: Int
    package let step: Step
  }

  /// The line that cannot be read, and why.
  package struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
    package let line: Int
    package let reason: String
    package var description: String { "line \(line): \(reason)" }
  }

  /// The command line of the session; empty where the script names none.
  package private(set) var arguments: [String] = []
  package private(set) var steps: [NumberedStep] = []

  package init(text: String) throws(Problem) {
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.hasPrefix(SessionLog.title), let version = Int(line.dropFirst(SessionLog.title.count)),
        version != SessionLog.version
      {
        throw Problem(
          line: index + 1,
          reason: "it is a log of version \(version), whose keys did other things; this program does logs of version "
            + "\(SessionLog.version) again")
      }
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      let word = line.prefix { $0 != " " }
      let rest = String(line.dropFirst(word.count + 1))
      let number = index + 1
      if word == "open" {
        guard let words = Self.words(rest) else { throw Problem(line: number, reason: "a quote is not closed") }
        arguments = words
      } else {
        steps.append(NumberedStep(line: number, step: try Self.step(String(word), rest, line: number)))
      }
    }
  }

  private static func step(_ word: String, _ rest: String, line: Int) throws(Problem) -> Step {
    func problem(_ reason: String) -> Problem { Problem(line: line, reason: reason) }
    /// What stands before a comment, and the comment.
    let mark = rest.range(of: " # ")
    let written = String((mark.map { rest[..<$0.lowerBound] } ?? rest[...]).trimmed)
    let comment = mark.map { String(rest[$0.upperBound...]) } ?? ""
    func digest() throws(Problem) -> String {
      guard written.count >= 8, written.allSatisfy(\.isHexDigit) else {
        throw problem("a digest has at least 8 hexadecimal digits, not '\(written.printable(limit: 80))'")
      }
      return written.lowercased()
    }
    switch word {
    case "press":
      var keys: [Key] = []
      for name in written.split(separator: " ") {
        guard let key = Key(parsing: String(name)) else { throw problem("no key is called '\(name)'") }
        keys.append(key)
      }
      return .press(keys)
    case "type": return .type(rest)
    case "do":
      guard Command.all.contains(where: { $0.id == rest }) else { throw problem("no command is called '\(rest)'") }
      return .perform(rest)
    case "at": return .at(rest)
    case "size":
      let numbers = rest.split(separator: "x").compactMap { Int($0) }
      guard numbers.count == 2, numbers.allSatisfy({ (0...1000).contains($0) }) else {
        throw problem("a size is written as 120x36, not '\(rest)'")
      }
      return .size(Size(width: numbers[0], height: numbers[1]))
    case "wait": return .wait
    case "expect": return .expect(rest)
    case "configure":
      guard let configuration = try? JSONDecoder().decode(QuantizationConfiguration.self, from: Data(rest.utf8)) else {
        throw problem("this is no configuration")
      }
      return .configure(configuration)
    case "is": return .configuration(digest: try digest(), words: comment)
    case "figures": return .figures(digest: try digest(), words: comment)
    case "write":
      let kind = rest.prefix { $0 != " " }
      let path = String(rest.dropFirst(kind.count + 1))
      guard let words = Self.writeWords.first(where: { $0.word == kind }), !path.allSatisfy(\.isWhitespace) else {
        throw problem(
          "a file is written by one of \(Self.writeWords.map(\.word).joined(separator: ", ")) and its path, not "
            + "'\(rest.printable(limit: 80))'")
      }
      var request = FileRequest(words.kind, path: path)
      request.figures = words.figures
      return .write(request)
    case "show": return .show
    default:
      throw problem(
        "'\(word)' is no step; steps are open, size, press, type, do, at, wait, is, figures, expect, "
          + "configure, write and show")
    }
  }

  private static let writeWords: [(word: String, kind: FileRequest.Kind, figures: FileRequest.Figures)] = [
    ("export", .export, .known), ("export-when-finished", .export, .awaited),
    ("export-without-figures", .export, .leftOut), ("screen", .screen, .known), ("log", .log, .known),
  ]

  static func words(for request: FileRequest) -> String {
    guard let words = writeWords.first(where: { $0.kind == request.kind && $0.figures == request.figures }) else {
      preconditionFailure("only an export waits for figures")
    }
    return words.word + " " + request.path
  }

  static func encoded(_ configuration: QuantizationConfiguration) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(configuration) else { preconditionFailure("a configuration can be encoded") }
    return String(decoding: data, as: UTF8.self)
  }

  /// A word as the `open` line holds it: in quotes where it would not be one word otherwise.
  static func quoted(_ word: String) -> String {
    let plain = !word.isEmpty && word.allSatisfy { !$0.isWhitespace && $0 != "\"" && $0 != "\\" }
    guard !plain else { return word }
    return "\"" + word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
  }

  /// The words of a line that `quoted` wrote; nil where a quote is not closed.
  private static func words(_ line: String) -> [String]? {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    var isEscaped = false
    for character in line {
      if isEscaped {
        word = (word ?? "") + (character == "n" ? "\n" : String(character))
        isEscaped = false
      } else if isQuoted, character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        isQuoted.toggle()
        word = word ?? ""
      } else if character == " ", !isQuoted {
        if let word { words.append(word) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if let word { words.append(word) }
    return isQuoted || isEscaped ? nil : words
  }
}
