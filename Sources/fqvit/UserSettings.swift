import Foundation
import Terminal
import Texts

/// What a person set for good in `$XDG_CONFIG_HOME/fqvit/config`: a `name = value` a line, `#` before a comment.
///
/// An option of the command line comes before it.
struct UserSettings: Equatable {
  var glyphs: GlyphSet?
  var colors: ColorDepth?
  var theme: Theme.Background?
  var usesMouse: Bool?
  var threads: Int?
  /// What the cache may take on disk.
  var cacheMebibytes: Int?

  init() {}

  /// The settings of a file; none where there is no file.
  ///
  /// - Throws: wrong use that names the line, where it cannot be meant as it stands.
  init(path: String?) throws(Failure) {
    guard let path, FileManager.default.fileExists(atPath: path) else { return }
    for line in try TextFile.lines(of: path) {
      let meant = line.text.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces)
      guard !meant.isEmpty else { continue }
      do throws(Reason) {
        try set(meant)
      } catch {
        throw .wrongUse("\(path):\(line.number): \(error.text)")
      }
    }
  }

  private struct Reason: Error { let text: String }

  private mutating func set(_ line: String) throws(Reason) {
    let parts = line.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
    guard parts.count == 2 else { throw Reason(text: "expected 'name = value', not '\(line)'") }
    switch parts[0] {
    case "glyphs": glyphs = try Self.choice(parts)
    case "colors": colors = try Self.choice(parts)
    case "theme": theme = try Self.choice(parts)
    case "mouse":
      guard let isOn = ["on": true, "off": false][parts[1]] else {
        throw Reason(text: "mouse is '\(parts[1])'; choose on or off")
      }
      usesMouse = isOn
    case "threads":
      guard let count = Int(parts[1]), SourceOptions.threadCounts.contains(count) else {
        throw Reason(text: "threads is '\(parts[1])'; choose 1 to 1024")
      }
      threads = count
    case "cache":
      guard let count = Int(parts[1]), (0...1 << 20).contains(count) else {
        throw Reason(text: "cache is '\(parts[1])'; choose 0 to 1048576 MiB")
      }
      cacheMebibytes = count
    default:
      throw Reason(
        text: "there is no setting '\(parts[0])'; settings are glyphs, colors, theme, mouse, threads, cache")
    }
  }

  private static func choice<Value: RawRepresentable & CaseIterable>(_ parts: [String]) throws(Reason) -> Value
  where Value.RawValue == String {
    guard let value = Value(rawValue: parts[1]) else {
      let choices = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw Reason(text: "\(parts[0]) is '\(parts[1])'; choose one of \(choices)")
    }
    return value
  }
}
