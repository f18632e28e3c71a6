import Foundation
import Texts

/// Classes in label order, each with the names that stand for it: what gives a class folder or a name its number.
package struct ClassList: Sendable, Hashable {
  package struct Entry: Sendable, Hashable {
    /// Names that mean this class and no other: a WordNet id, or a name in full.
    let names: [String]
    /// Further ones, of which several classes may have the same.
    let synonyms: [String]
    /// What to show for the class.
    let title: String
    /// In the file, from 1; nil where the file has no lines to speak of.
    let line: Int?

    package init(names: [String], synonyms: [String] = [], title: String, line: Int? = nil) {
      self.names = names
      self.synonyms = synonyms
      self.title = title
      self.line = line
    }
  }

  /// For a report: "classes.tsv".
  package let name: String
  /// For a message: the file with its path, and the field in it.
  package let place: String
  package let entries: [Entry]
  /// From the strictest to the most lenient: names, titles too, synonyms too, all without regard to case and separators.
  private let tables: [[String: Meaning]]

  private enum Meaning: Hashable {
    case label(Int)
    case several
  }

  package init(name: String, place: String, entries: [Entry]) {
    self.name = name
    self.place = place
    self.entries = entries
    tables = [
      Self.table(entries) { $0.names },
      Self.table(entries) { $0.names + [$0.title] },
      Self.table(entries) { $0.names + [$0.title] + $0.synonyms },
      Self.table(entries) { ($0.names + [$0.title] + $0.synonyms).map(Self.folded) },
    ]
  }

  /// The class of a name: where it is exactly one class's, and else where it is one's but for case, width or separators.
  package func label(of name: String) -> Int? {
    for (index, table) in tables.enumerated() {
      switch table[index == tables.count - 1 ? Self.folded(name) : name] {
      case .label(let label)?: return label
      case .several?: return nil
      case nil: continue
      }
    }
    return nil
  }

  /// The classes that share a name which therefore means none of them; empty where it is nobody's or one's.
  func classesSharing(_ name: String) -> [Int] {
    guard label(of: name) == nil else { return [] }
    return entries.indices.filter { index in
      let all = entries[index].names + [entries[index].title] + entries[index].synonyms
      return all.contains(name) || all.contains { Self.folded($0) == Self.folded(name) }
    }
  }

  private static func table(_ entries: [Entry], names: (Entry) -> [String]) -> [String: Meaning] {
    var table: [String: Meaning] = [:]
    for (label, entry) in entries.enumerated() {
      for name in names(entry) where !name.isEmpty {
        if let known = table[name], known != .label(label) {
          table[name] = .several
        } else {
          table[name] = .label(label)
        }
      }
    }
    return table
  }

  /// A name without what people and programs change in it: case, full-width forms, `_` or `-` for blanks, leading zeros.
  static func folded(_ name: String) -> String {
    let words = name.precomposedStringWithCompatibilityMapping.lowercased()
      .split { $0.isWhitespace || $0 == "_" || $0 == "-" }
    let text = words.joined(separator: " ")
    guard text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return text }
    let digits = text.drop { $0 == "0" }
    return digits.isEmpty && !text.isEmpty ? "0" : String(digits)
  }

  /// A name of the list and its line.
  package struct Nearest: Hashable, Sendable {
    package let name: String
    package let line: Int?
  }

  /// Characters of a name that are compared, since a name of megabytes is like no other.
  private static let comparedLength = 120

  /// The entry that a name may have been meant for: the likest of those that `taken` leaves, else of all.
  func nearest(to name: String, taken: Set<Int>) -> Nearest? {
    let free = entries.indices.filter { !taken.contains($0) }
    var best: (distance: Int, nearest: Nearest)?
    let sought = Self.folded(name)
    let start = sought.prefix(Self.comparedLength)
    for label in free.isEmpty ? Array(entries.indices) : free {
      for candidate in entries[label].names + [entries[label].title] + entries[label].synonyms {
        let distance = start.editDistance(to: Self.folded(candidate).prefix(Self.comparedLength))
        if best.map({ distance < $0.distance }) ?? true {
          // A name that is hardly like the one sought says less than the line's first.
          let name = 2 * distance <= sought.count ? candidate : entries[label].names[0]
          best = (distance, Nearest(name: name, line: entries[label].line))
        }
      }
    }
    return best?.nearest
  }
}
