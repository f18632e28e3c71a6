import ArgumentParser
import Evaluation
import Foundation
import Texts

/// `fqvit cache`: what is kept between sessions, and how to be rid of it.
struct Cache: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache",
    abstract: "Print what is kept between sessions: calibrations, float results and finished runs.",
    discussion: """
      Everything in it is computed anew where it is missing, with the same figures. What was used least recently leaves \
      first; the setting 'cache = 512' bounds it to 512 MiB.
      """)

  @Flag(name: .long, help: "Remove all of it.") var clear = false
  @Flag(name: .long, help: "Print one JSON object.") var json = false

  private struct Output: Encodable {
    struct Entry: Encodable {
      let files: Int
      let bytes: Int

      init(_ usage: CacheFolder.Usage) {
        files = usage.fileCount
        bytes = usage.byteCount
      }
    }

    /// Nil without a home.
    let folder: String?
    let byteLimit: Int?
    let entries: [String: Entry]
    let total: Entry
    /// Nil without `--clear`.
    let removed: Entry?
  }

  func run() throws {
    let cache = try UserCache.folder()
    let removed = clear ? cache?.clear() ?? CacheFolder.Usage() : nil
    cache?.trim()
    let usage = cache?.usage() ?? [:]
    let total = usage.values.reduce(into: CacheFolder.Usage()) { total, kind in
      total.fileCount += kind.fileCount
      total.byteCount += kind.byteCount
    }
    if json {
      try StandardOutput.writeJSON(
        Output(
          folder: cache?.path, byteLimit: cache?.byteLimit,
          entries: Dictionary(uniqueKeysWithValues: usage.map { ($0.key.rawValue, Output.Entry($0.value)) }),
          total: Output.Entry(total), removed: removed.map(Output.Entry.init)))
      return
    }
    guard let cache else {
      try StandardOutput.write("folder       none: without HOME or XDG_CACHE_HOME nothing is kept")
      return
    }
    func padded(_ text: String) -> String { text.padding(toLength: 13, withPad: " ", startingAt: 0) }
    var lines = [padded("folder") + cache.path.printable]
    for kind in CacheFolder.Kind.allCases {
      if let usage = usage[kind] { lines.append(padded(kind.rawValue) + Self.words(usage)) }
    }
    let limit = Figures.fixed(Double(cache.byteLimit) / 1_048_576, 0)
    lines.append(padded("total") + "\(Self.words(total)) of at most \(limit) MiB")
    if let removed { lines.append(padded("removed") + Self.words(removed)) }
    try StandardOutput.write(lines.joined(separator: "\n"))
  }

  private static func words(_ usage: CacheFolder.Usage) -> String {
    let files = usage.fileCount == 1 ? "1 file" : "\(usage.fileCount) files"
    return "\(files), \(Figures.fixed(Double(usage.byteCount) / 1_048_576, 1)) MiB"
  }
}
