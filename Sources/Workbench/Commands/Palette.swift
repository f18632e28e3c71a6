import Terminal
import Texts

/// One line that the palette offers: a command, a command with its argument, or a row to go to.
package struct PaletteItem: Sendable {
  package let title: String
  package let detail: String
  /// The key that does the same; empty where there is none.
  package let key: String
  /// Why it cannot be done now; nil where it can.
  package let refusal: String?
  /// Whether the refusal is of the text, which can be corrected, rather than of the moment.
  var isCorrectable = false
  /// The letters of the title that were typed.
  package let positions: [Int]
  /// What Tab makes of the line.
  package let completion: String
  package let perform: @Sendable (inout WorkbenchState) -> [Effect]
}

/// What the palette makes of a line that is typed.
package struct Palette: Sendable {
  /// The best first.
  package let items: [PaletteItem]
  /// What is wrong with the line, where nothing matches it; the items are the nearest things then.
  package let problem: String?

  private static let mostRows = 40
  private static let mostNearest = 5

  package init(_ state: WorkbenchState, line: String) {
    let words = Self.reordered(line)
    let arguments = Self.arguments(state, words)
    let isComplete = !arguments.isEmpty && words.rest != nil
    var found = isComplete ? arguments : Self.commands(state, line) + arguments
    let query = line.filter { $0 != " " }
    if !isComplete, query.count >= 2, !line.contains("=") {
      let rows = Self.rows(state, query)
      let isName = rows.first.map { $0.completion == "go \(query)" } ?? false
      found = isName ? rows + found : found + rows
    }
    if found.isEmpty {
      let nearest = Self.nearest(state, words)
      items = nearest
      if words.rest != nil, let command = Command.taking(words.first), let argument = command.argument {
        problem = "\(words.first) takes something like '\(argument.example)'" + (nearest.isEmpty ? "" : "; nearest:")
      } else {
        problem = "nothing matches '\(line.printable(limit: 40))'" + (nearest.isEmpty ? "" : "; nearest:")
      }
    } else {
      items = found
      problem = nil
    }
  }

  private struct Words {
    let first: String
    /// What follows the first word and its space; nil where there is no space.
    let rest: String?
  }

  /// The first word and the rest; `4 bits` reads as `bits 4`.
  private static func reordered(_ line: String) -> Words {
    let trimmed = line.drop { $0 == " " }
    guard let space = trimmed.firstIndex(of: " ") else { return Words(first: String(trimmed), rest: nil) }
    let first = String(trimmed[..<space])
    let rest = trimmed[space...].drop { $0 == " " }
    if first.allSatisfy(\.isNumber), ["bit", "bits"].contains(rest.lowercased()) { return Words(first: "bits", rest: first) }
    return Words(first: first, rest: String(rest))
  }

  /// What a command that is named by its word may be given.
  private static func arguments(_ state: WorkbenchState, _ words: Words) -> [PaletteItem] {
    guard let command = Command.taking(words.first), let argument = command.argument else { return [] }
    // A single letter alone is rather the beginning of a name.
    guard words.rest != nil || words.first.count > 1 else { return [] }
    let place = command.isInScope(state) ? nil : "acts \(command.scope.title)"
    return argument.choices(state, String((words.rest ?? "")[...].trimmed)).map { choice in
      let text = "\(argument.words[0]) \(choice.text)"
      return PaletteItem(
        title: text, detail: choice.detail, key: "", refusal: place ?? choice.refusal,
        isCorrectable: place == nil && command.id == "set", positions: [], completion: text, perform: choice.perform)
    }
  }

  /// The commands whose name, or another word for it, holds the letters; those that act here first.
  private static func commands(_ state: WorkbenchState, _ line: String) -> [PaletteItem] {
    let query = String(line[...].trimmed)
    let folded = query.lowercased()
    var scored: [(command: Command, score: Int, match: FuzzyMatch?)] = []
    for command in Command.all where command.id != "palette" {
      let isHere = command.isInScope(state)
      guard isHere || !query.isEmpty else { continue }
      let match = FuzzyMatch(query, in: command.name)
      let synonym = query.count < 2 ? nil : command.synonyms.filter { $0.hasPrefix(folded) || $0.contains(" " + folded) }.first
      guard match != nil || synonym != nil else { continue }
      // A word that begins like what is typed was meant; letters strewn over a name may be chance.
      let isWord = command.name.lowercased().split(separator: " ").contains { $0.hasPrefix(folded) }
      let score = (match?.score ?? 0) + (isWord ? 200 : synonym == nil ? 0 : 150) - (isHere ? 0 : 100)
      scored.append((command, score, match))
    }
    let sorted = scored.enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }
    return sorted.map { _, entry in item(entry.command, state, positions: entry.match?.positions ?? []) }
  }

  private static func item(_ command: Command, _ state: WorkbenchState, positions: [Int]) -> PaletteItem {
    let place = command.isInScope(state) ? nil : "acts \(command.scope.title)"
    return PaletteItem(
      title: command.name, detail: command.help, key: command.keys.first?.description ?? "",
      refusal: place ?? command.disabledReason(state), positions: positions,
      completion: command.argument.map { $0.words[0] + " " } ?? command.name, perform: { command.perform(&$0) })
  }

  private static func rows(_ state: WorkbenchState, _ query: String) -> [PaletteItem] {
    Command.rowChoices(state, query).prefix(mostRows).map { choice in
      PaletteItem(
        title: "go \(choice.text)", detail: choice.detail, key: "", refusal: nil, positions: [],
        completion: "go \(choice.text)", perform: choice.perform)
    }
  }

  /// What is spelt most like the line, where nothing holds it.
  private static func nearest(_ state: WorkbenchState, _ words: Words) -> [PaletteItem] {
    if let rest = words.rest, let command = Command.taking(words.first) {
      guard command.id == "go" else { return arguments(state, Words(first: words.first, rest: "")) }
      let names = ranked(state.tree.rows.map { ($0.name, $0.name) }, by: rest)
      return names.flatMap { name in rows(state, name).prefix(1) }
    }
    let line = ([words.first] + [words.rest].compactMap(\.self)).joined(separator: " ")
    var spellings: [(text: String, value: Int)] = []
    for (index, command) in Command.all.enumerated() where command.id != "palette" {
      let names = [command.name] + command.name.split(separator: " ").map(String.init) + command.synonyms
      spellings += (names + (command.argument?.words ?? [])).filter { $0.count > 2 }.map { ($0, index) }
    }
    return ranked(spellings, by: line).map { item(Command.all[$0], state, positions: []) }
  }

  /// The values whose spelling is nearest to `text`, each once; none that has less than half of it in common.
  private static func ranked<Value: Hashable>(_ spellings: [(text: String, value: Value)], by text: String) -> [Value] {
    let text = String(text.lowercased().prefix(60))
    let distances = spellings.map { ($0.value, $0.text.lowercased().utf8.editDistance(to: text.utf8), $0.text.count) }
    let near = distances.filter { $0.1 * 2 <= max($0.2, text.count) }.enumerated().sorted {
      ($0.element.1, $0.offset) < ($1.element.1, $1.offset)
    }
    var found: [Value] = []
    for (_, entry) in near where !found.contains(entry.0) { found.append(entry.0) }
    return Array(found.prefix(mostNearest))
  }
}

extension Command {
  /// The command that is named by a word in front of an argument.
  static func taking(_ word: String) -> Command? {
    let word = word.lowercased()
    return all.first { $0.argument?.words.contains(word) ?? false }
  }
}
