package import Quantization
package import Terminal

/// What a person did in a session, as it can be read, written to a file and done again.
///
/// Its text is the script that `ReplayScript` reads.
package struct SessionLog: Hashable, Sendable {
  package static let firstLine = "# fqvit session 1"

  private enum Entry: Hashable, Sendable {
    /// Keys, and what the last of them brought about.
    case press([Key], note: String?)
    /// Characters that went into a line of text.
    case type(String)
    /// The evaluation was finished before the next key.
    case wait
    case configure(QuantizationConfiguration)
  }

  /// The command line that opened the session; empty where none did.
  package let arguments: [String]
  private let size: Size
  private var entries: [Entry] = []
  private var hasFinished = false

  package init(arguments: [String], size: Size) {
    self.arguments = arguments
    self.size = size
  }

  /// An evaluation is finished: whoever replays the keys that follow has to wait for it too.
  package mutating func noteFinished() { hasFinished = true }

  /// - Parameters:
  ///   - isText: whether the key went into a line that is being typed.
  ///   - note: what came of it, for the reader.
  package mutating func record(_ key: Key, isText: Bool, note: String?) {
    if case .signal = key { return }
    waitIfFinished()
    if case .character(let character) = key, isText || character == "#" {
      if case .type(let text)? = entries.last {
        entries[entries.count - 1] = .type(text + String(character))
      } else {
        entries.append(.type(String(character)))
      }
    } else if case .press(let keys, nil)? = entries.last, keys.count < 16 {
      entries[entries.count - 1] = .press(keys + [key], note: note)
    } else {
      entries.append(.press([key], note: note))
    }
  }

  package mutating func record(_ configuration: QuantizationConfiguration) {
    waitIfFinished()
    entries.append(.configure(configuration))
  }

  private mutating func waitIfFinished() {
    if hasFinished { entries.append(.wait) }
    hasFinished = false
  }

  package var text: String {
    var lines = [Self.firstLine]
    if !arguments.isEmpty { lines.append("open " + arguments.map(ReplayScript.quoted).joined(separator: " ")) }
    lines.append("size \(size.width)x\(size.height)")
    for entry in entries {
      switch entry {
      case .press(let keys, let note):
        let line = "press " + keys.map(\.description).joined(separator: " ")
        lines.append(note.map { line + " # " + $0 } ?? line)
      case .type(let text): lines.append("type " + text)
      case .wait: lines.append("wait")
      case .configure(let configuration): lines.append("configure " + ReplayScript.encoded(configuration))
      }
    }
    if hasFinished { lines.append("wait") }
    return lines.joined(separator: "\n") + "\n"
  }
}
