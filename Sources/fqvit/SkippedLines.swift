import Texts

/// The images that were left out as lines to print: the first of many, since a folder may hold thousands.
enum SkippedLines {
  static let limit = 20

  static func lines(_ skipped: [String], title: String) -> [String] {
    let shown = skipped.prefix(limit).map { title + $0.printable(limit: 2_000) }
    return skipped.count > limit ? shown + ["\(title)and \(skipped.count - limit) more; --json lists all"] : shown
  }
}
