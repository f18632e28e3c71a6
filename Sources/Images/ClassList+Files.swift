import Foundation
import SystemPackage
import Texts

/// The files that list classes, in the folder of the images or in the one that holds it.
extension ClassList {
  /// Ours: a line `class<tab>names` for each class.
  static let fileName = "classes.tsv"
  /// Kaggle's, of ImageNet: a line `id names` for each class.
  static let mappingFileName = "LOC_synset_mapping.txt"
  /// Tiny-ImageNet's: a line `id` for each class.
  static let identifierFileName = "wnids.txt"

  /// Files beside images that are known to be no lists of labels.
  static let fileNames: Set<String> = [fileName, mappingFileName, identifierFileName, "words.txt"]

  /// Every list there, the one that counts most first.
  static func find(for root: FilePath) throws(ListingError) -> [ClassList] {
    var lists: [ClassList] = []
    for (name, read) in [(fileName, readClasses), (mappingFileName, readMapping)] {
      if let path = path(of: name, for: root) { lists.append(try read(path)) }
    }
    return lists
  }

  /// Tiny-ImageNet's list of ids, where its order can be meant only one way.
  static func identifiers(for root: FilePath) throws(ListingError) -> ClassList? {
    guard let path = path(of: identifierFileName, for: root) else { return nil }
    var entries: [Entry] = []
    for line in try FileBytes.lines(path) {
      let id = String(line.text)
      entries.append(Entry(names: [id], title: id, line: line.number))
    }
    return try checked(ClassList(name: identifierFileName, place: path.printable, entries: entries))
  }

  private static func path(of name: String, for root: FilePath) -> FilePath? {
    [root.appending(name), root.appending("..").appending(name)].first { FileKind(of: $0) != .absent }
  }

  private static func readClasses(_ path: FilePath) throws(ListingError) -> ClassList {
    var entries: [Entry] = []
    for line in try FileBytes.lines(path) {
      guard let tab = line.text.firstIndex(of: "\t") else {
        throw .classWithoutName(file: path.printable, line: line.number)
      }
      let names = line.text[line.text.index(after: tab)...].trimmed
      entries.append(entry(id: line.text[..<tab].trimmed, names: names, line: line.number))
    }
    return try checked(ClassList(name: fileName, place: path.printable, entries: entries))
  }

  private static func readMapping(_ path: FilePath) throws(ListingError) -> ClassList {
    var entries: [Entry] = []
    for line in try FileBytes.lines(path) {
      guard let blank = line.text.firstIndex(where: \.isWhitespace) else {
        throw .classWithoutName(file: path.printable, line: line.number)
      }
      entries.append(entry(id: line.text[..<blank], names: line.text[blank...].trimmed, line: line.number))
    }
    return try checked(ClassList(name: mappingFileName, place: path.printable, entries: entries))
  }

  private static func entry(id: Substring, names: Substring, line: Int) -> Entry {
    Entry(names: [String(id)], synonyms: synonyms(of: String(names)), title: String(names), line: line)
  }

  /// The names of a class one by one, where it has several, as ImageNet's have: "tench, Tinca tinca".
  package static func synonyms(of names: String) -> [String] {
    let parts = names.split(separator: ",").map { String($0.trimmed) }
    return parts.count > 1 ? parts : []
  }

  private static func checked(_ list: ClassList) throws(ListingError) -> ClassList {
    var lines: [String: Int] = [:]
    for entry in list.entries {
      let line = entry.line ?? 0
      if let first = lines.updateValue(line, forKey: entry.names[0]) {
        throw .classListedTwice(file: list.place, name: entry.names[0], lines: [first, line])
      }
    }
    return list
  }
}
