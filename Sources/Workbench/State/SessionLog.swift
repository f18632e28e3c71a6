package import Quantization
package import Terminal

/// What a person did in a session, as it can be read, written to a file and done again.
///
/// Its text is the script that `ReplayScript` reads. Keys that act on a row name it, a configuration that came from a list is
/// written out, and what came of it all is noted beside: so the log leads to the same configurations and figures wherever
/// cursors and lists stand meanwhile, and says where it does not.
package struct SessionLog: Hashable, Sendable {
  /// Raised whenever a key of an older log would do something else.
  package static let version = 2
  package static let title = "# fqvit session "

  private enum Entry: Hashable, Sendable {
    /// Keys, and what the last of them brought about.
    case press([Key], note: String?)
    /// Characters that went into a line of text.
    case type(String)
    /// The evaluation was finished before the next key.
    case wait
    case configure(QuantizationConfiguration)
    /// The row under the cursor, which the next key acts on.
    case at(String)
    /// The present configuration, by its digest and in words.
    case configuration(digest: String, words: String)
    /// A file that was asked for, once every question about it was answered.
    case write(FileRequest)
    /// The figures that the present configuration has, by the digest of its outcomes and in words.
    case figures(digest: String, words: String)
  }

  /// A digest's beginning, which tells two configurations of a session apart.
  package static let digestLength = 16

  /// The command line that opened the session; empty where none did.
  package let arguments: [String]
  private let size: Size
  private var entries: [Entry] = []
  private var hasFinished = false
  /// Those of the finished evaluation, which the next key comes after.
  private var figures: Entry?

  package init(arguments: [String], size: Size) {
    self.arguments = arguments
    self.size = size
  }

  /// Where the overlay that is open now began in the log; nil where none is.
  private var opening: Int?

  /// The next key opens an overlay, which may turn out to lead to a question.
  mutating func noteOpening() { opening = entries.count }

  /// No overlay is open any more.
  mutating func noteClosing() { opening = nil }

  /// What led to the question that is asked now is not done again: it depends on what is on disk and on what was finished in
  /// time. What comes of it is recorded instead.
  mutating func dropOpening() {
    guard let opening else { return }
    let since = entries[opening...]
    entries.removeSubrange(opening...)
    for entry in since {
      switch entry {
      case .press(let keys, _):
        for case .resize(let size) in keys { entries.append(.press([.resize(size)], note: nil)) }
      case .type, .at: break
      case .wait, .configure, .configuration, .figures, .write: entries.append(entry)
      }
    }
    self.opening = nil
    row = nil
  }

  /// A file is written now, or once its figures are in.
  mutating func record(_ request: FileRequest) {
    waitIfFinished()
    entries.append(.write(request))
    row = nil
  }

  /// An evaluation is finished: whoever replays the keys that follow has to wait for it too.
  package mutating func noteFinished() { hasFinished = true }

  /// The same, with the figures that it ended with.
  package mutating func noteFinished(digest: String, words: String) {
    hasFinished = true
    figures = .figures(digest: String(digest.prefix(Self.digestLength)), words: words)
  }

  /// The row that the keys since act on; nil where others may have moved the cursor.
  private var row: String?

  /// The next key, which `record` is given, acts on this row.
  package mutating func record(_ key: Key, on row: String, isText: Bool, note: String?) {
    if row != self.row {
      waitIfFinished()
      entries.append(.at(row))
    }
    record(key, isText: isText, note: note)
    self.row = row
  }

  /// The last key, or what else was recorded, made this configuration the present one.
  package mutating func record(digest: String, words: String) {
    // Of the evaluation before it.
    figures = nil
    entries.append(.configuration(digest: String(digest.prefix(Self.digestLength)), words: words))
  }

  /// - Parameters:
  ///   - isText: whether the key went into a line that is being typed.
  ///   - note: what came of it, for the reader.
  package mutating func record(_ key: Key, isText: Bool, note: String?) {
    if case .signal = key { return }
    if !isText { row = nil }
    waitIfFinished()
    if case .character(let character) = key, isText || character == "#" {
      if case .type(let text)? = entries.last {
        entries[entries.count - 1] = .type(text + String(character))
      } else {
        entries.append(.type(String(character)))
      }
    } else if case .press(let keys, nil)? = entries.last, keys.count < 16, opening != entries.count {
      entries[entries.count - 1] = .press(keys + [key], note: note)
    } else {
      entries.append(.press([key], note: note))
    }
  }

  /// A line that was typed before came back: what it says is noted, since a replay has not typed the same lines.
  mutating func record(recalled line: String) {
    record(.end, isText: true, note: nil)
    record(.control("u"), isText: true, note: nil)
    for character in line { record(.character(character), isText: true, note: nil) }
  }

  package mutating func record(_ configuration: QuantizationConfiguration) {
    waitIfFinished()
    entries.append(.configure(configuration))
  }

  private mutating func waitIfFinished() {
    if hasFinished { entries.append(.wait) }
    if let figures { entries.append(figures) }
    hasFinished = false
    figures = nil
  }

  /// - Parameter ending: the present configuration, which whoever does the log again must have reached.
  func text(ending: (digest: String, words: String)) -> String {
    var lines = [Self.title + "\(Self.version)"]
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
      case .at(let row): lines.append("at " + row)
      case .configuration(let digest, let words): lines.append("is \(digest) # \(words)")
      case .write(let request): lines.append("write " + ReplayScript.words(for: request))
      case .figures(let digest, let words): lines.append("figures \(digest) # \(words)")
      }
    }
    let last = "is \(ending.digest.prefix(Self.digestLength)) # \(ending.words)"
    if lines.last != last { lines.append(last) }
    if hasFinished { lines.append("wait") }
    if case .figures(let digest, let words)? = figures { lines.append("figures \(digest) # \(words)") }
    return lines.joined(separator: "\n") + "\n"
  }
}
