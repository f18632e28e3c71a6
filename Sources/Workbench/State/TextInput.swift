package import Terminal

/// A line that is being typed, with its cursor and its way through the lines typed before.
package struct TextInput: Hashable, Sendable {
  package private(set) var characters: [Character]
  /// Before which character the next one goes.
  package private(set) var cursor: Int
  /// Whether the text is one to begin with, which the first character typed replaces.
  package private(set) var isProposal: Bool
  /// How many lines back the text was taken from; 0 is the line's own.
  private var stepsBack = 0
  private var own: String = ""

  package init(_ text: String = "", isProposal: Bool = false) {
    characters = Array(text)
    cursor = characters.count
    self.isProposal = isProposal
  }

  package var text: String { String(characters) }

  /// Puts another text in its place, the cursor at its end.
  package mutating func replace(with text: String) {
    characters = Array(text)
    cursor = characters.count
    isProposal = false
  }

  /// Whether the key was one that edits a line or moves in it.
  package mutating func handle(_ key: Key) -> Bool {
    switch key {
    case .character(let character):
      if isProposal { remove(0..<characters.count) }
      characters.insert(character, at: cursor)
      cursor += 1
    case .backspace:
      if cursor > 0 { remove(cursor - 1..<cursor) }
    case .delete, .control("d"):
      if cursor < characters.count { characters.remove(at: cursor) }
    case .left, .control("b"): cursor = max(0, cursor - 1)
    case .right, .control("f"): cursor = min(characters.count, cursor + 1)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = characters.count
    case .alt("b"): cursor = wordStart
    case .alt("f"): cursor = wordEnd
    case .control("u"): remove(0..<cursor)
    case .control("k"): characters.removeSubrange(cursor...)
    case .control("w"): remove(wordStart..<cursor)
    default: return false
    }
    isProposal = false
    return true
  }

  /// Whether the key was Up or Down (or Ctrl-P, Ctrl-N), which go through what was typed before.
  package mutating func recall(_ key: Key, _ kind: InputHistory.Kind, from history: InputHistory) -> Bool {
    switch key {
    case .up, .control("p"):
      guard let line = history.line(kind, back: stepsBack + 1) else { return true }
      if stepsBack == 0 { own = text }
      stepsBack += 1
      replace(with: line)
    case .down, .control("n"):
      guard stepsBack > 0 else { return true }
      stepsBack -= 1
      replace(with: history.line(kind, back: stepsBack) ?? own)
    default: return false
    }
    return true
  }

  private mutating func remove(_ range: Range<Int>) {
    characters.removeSubrange(range)
    cursor = range.lowerBound
  }

  /// Where the word before the cursor begins; a path's parts are words too.
  private var wordStart: Int {
    var place = cursor
    while place > 0, Self.separates(characters[place - 1]) { place -= 1 }
    while place > 0, !Self.separates(characters[place - 1]) { place -= 1 }
    return place
  }

  private var wordEnd: Int {
    var place = cursor
    while place < characters.count, Self.separates(characters[place]) { place += 1 }
    while place < characters.count, !Self.separates(characters[place]) { place += 1 }
    return place
  }

  private static func separates(_ character: Character) -> Bool { character.isWhitespace || character == "/" }
}
