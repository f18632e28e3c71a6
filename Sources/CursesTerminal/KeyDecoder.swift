import CNcurses
package import Terminal

/// Turns what ncurses reads into keys.
///
/// ncurses knows the sequences of the terminal's own entry. All others are decoded here, in every encoding in use, and what
/// means nothing is swallowed whole: its letters, taken for keys, would edit the network.
package enum KeyDecoder {
  /// What one read gave.
  package enum Input: Hashable, Sendable {
    case character(UInt32)
    case code(Int32)
  }

  /// The next input; where it may `wait`, what comes in a moment.
  package typealias Source = (_ waits: Bool) -> Input?

  private static let escape: UInt32 = 0x1B
  /// What the answers of a terminal begin with, ESC ] (its colours, its clipboard), ESC P and ESC _, and go on with.
  private static let answers: [UInt32: String] = [0x5D: "0123456789", 0x50: "0123456789>!$+=|", 0x5F: "G"]
  private static let bell: UInt32 = 0x07
  /// Longer sequences are no sequences.
  private static let longestSequence = 64
  /// Longer answers of a terminal, such as a clipboard, are none that this program has asked for.
  private static let longestString = 65_536
  package static let longestPaste = 4_096

  /// The key that `first` begins.
  ///
  /// - Parameters:
  ///   - followsEscape: whether an Escape came so shortly before that this may be the late rest of its sequence.
  ///   - next: takes the rest of the sequence.
  /// - Returns: the key, and what was read beyond it, in order.
  package static func decode(_ first: Input, followsEscape: Bool = false, next: Source) -> (key: Key, left: [Input]) {
    switch first {
    case .code(let code): return (key(code: code), [])
    case .character(escape): return decodeEscape(next: next)
    default: break
    }
    guard case .character(let value) = first else { return (.unknown, []) }
    switch value {
    // The late rest of a sequence: by hand nobody types this so fast after an Escape.
    case 0x5B where followsEscape, 0x4F where followsEscape:
      return decodeSequence(introducer: value, isAlone: first, next: next)
    case _ where followsEscape && answers[value] != nil:
      guard let second = next(true) else { return (key(character: value), []) }
      guard case .character(let start) = second, let scalar = Unicode.Scalar(start),
        answers[value]?.contains(Character(scalar)) == true
      else { return (key(character: value), [second]) }
      swallowString(next: next)
      return (.unknown, [])
    // The introducers in one byte, as terminals of 8-bit controls send them.
    case 0x9B: return decodeSequence(introducer: 0x5B, isAlone: nil, next: next)
    case 0x8F: return decodeSequence(introducer: 0x4F, isAlone: nil, next: next)
    case 0x90, 0x98, 0x9D, 0x9E, 0x9F:
      swallowString(next: next)
      return (.unknown, [])
    default: return (key(character: value), [])
    }
  }

  /// ncurses has waited for the rest of a known sequence, so what directly follows is an unknown one, or Alt.
  private static func decodeEscape(next: Source) -> (key: Key, left: [Input]) {
    guard let second = next(false) else { return (.escape, []) }
    guard case .character(let value) = second else {
      guard case .code(let code) = second else { return (.unknown, []) }
      return (key(code: code), [])
    }
    switch value {
    case escape:
      // Alt with a key that sends a sequence, or Escape pressed twice.
      guard let third = next(false) else { return (.escape, [second]) }
      if case .code(let code) = third { return (key(code: code), []) }
      guard third == .character(0x5B) || third == .character(0x4F), case .character(let introducer) = third else {
        return (.escape, [second, third])
      }
      return decodeSequence(introducer: introducer, isAlone: nil, next: next)
    case 0x5B, 0x4F: return decodeSequence(introducer: value, isAlone: nil, next: next)
    case 0x50, 0x58, 0x5D, 0x5E, 0x5F:
      // The beginning of an answer of the terminal, or Alt with that character: only an answer goes on at once.
      guard let third = next(false) else { return (.alt(Character(Unicode.Scalar(UInt8(value)))), []) }
      swallowString(first: third, next: next)
      return (.unknown, [])
    default:
      guard case .character(let character) = key(character: value) else { return (.unknown, []) }
      return (.alt(character), [])
    }
  }

  /// Takes the rest of a sequence of which the introducer, `[` or `O`, is read.
  ///
  /// - Parameter isAlone: what the introducer is where nothing follows it; nil for Alt with it.
  private static func decodeSequence(
    introducer: UInt32, isAlone: Input?, next: Source
  ) -> (key: Key, left: [Input]) {
    var sequence = ControlSequence(introducer: UInt8(introducer))
    while sequence.length < longestSequence {
      guard let input = next(true) else {
        guard sequence.length == 0 else { return (.unknown, []) }
        guard case .character(let value)? = isAlone else {
          return (.alt(Character(Unicode.Scalar(UInt8(introducer)))), [])
        }
        return (key(character: value), [])
      }
      guard case .character(let value) = input, (0x20...0x7E).contains(value) else {
        // An Escape or a key begins something new and ends what was broken off.
        return (.unknown, [input])
      }
      guard sequence.append(UInt8(value)) else { continue }
      if sequence.beginsPaste { return (.paste(readPaste(next: next)), []) }
      // The place and button of the mouse's oldest encoding follow as three characters.
      for _ in 0..<sequence.trailingCount { _ = next(true) }
      return (sequence.key, [])
    }
    return (.unknown, [])
  }

  /// Takes an answer of the terminal up to its end, BEL or ESC \.
  private static func swallowString(first: Input? = nil, next: Source) {
    var previous: Input?
    for index in 0..<longestString {
      guard let input = index == 0 ? first ?? next(true) : next(true) else { return }
      switch input {
      case .character(bell), .character(0x9C): return
      case .character(0x5C) where previous == .character(escape): return
      default: previous = input
      }
    }
  }

  /// Takes what is pasted, up to the mark of its end, as one line: breaks become blanks, other controls are left out.
  private static func readPaste(next: Source) -> String {
    let end = Array("\u{1B}[201~".unicodeScalars.map(\.value))
    var values: [UInt32] = []
    while let input = next(true) {
      // A sequence inside is no text, however ncurses has read it.
      guard case .character(let value) = input else { continue }
      values.append(value)
      if values.suffix(end.count).elementsEqual(end) {
        values.removeLast(end.count)
        break
      }
      // What is too long is read to its end all the same, and kept as far as it goes.
      if values.count > 2 * longestPaste { values.removeSubrange(longestPaste..<(values.count - end.count)) }
    }
    return text(pasted: values)
  }

  private static func text(pasted values: [UInt32]) -> String {
    var text = ""
    for scalar in values.prefix(longestPaste).compactMap(Unicode.Scalar.init) {
      switch scalar {
      case "\n", "\r", "\t": if text.last != " " { text.append(" ") }
      default: if scalar.properties.generalCategory != .control { text.unicodeScalars.append(scalar) }
      }
    }
    while text.last == " " { text.removeLast() }
    return text
  }

  private static func key(character value: UInt32) -> Key {
    switch value {
    case 0: .control(" ")
    case 0x08, 0x7F: .backspace
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case escape: .escape
    case 0x01...0x1A: .control(Character(Unicode.Scalar(UInt8(value + 0x60))))
    case 0x1C...0x1F: .control(Character(Unicode.Scalar(UInt8(value + 0x40))))
    case 0x80...0x9F: .unknown
    default: Unicode.Scalar(value).map { .character(Character($0)) } ?? .unknown
    }
  }

  private static func key(code: Int32) -> Key {
    if code > KEY_F0, code <= KEY_F0 + 63 { return .function(Int(code - KEY_F0)) }
    return codes[code] ?? extendedKey(code: code)
  }

  private static let codes: [Int32: Key] = [
    KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right, KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown,
    KEY_HOME: .home, KEY_FIND: .home, KEY_END: .end, KEY_SELECT: .end, KEY_ENTER: .enter, KEY_BTAB: .backTab,
    KEY_BACKSPACE: .backspace, KEY_DC: .delete, KEY_IC: .insert, KEY_SR: .up, KEY_SF: .down, KEY_SLEFT: .left,
    KEY_SRIGHT: .right, KEY_SPREVIOUS: .pageUp, KEY_SNEXT: .pageDown, KEY_SHOME: .home, KEY_SEND: .end,
    KEY_SDC: .delete, KEY_SIC: .insert, KEY_A1: .home, KEY_A3: .pageUp, KEY_C1: .end, KEY_C3: .pageDown,
  ]

  /// A key of the entry's own extensions: `kHOM5` is Home with Ctrl, which means the same here as Home.
  private static func extendedKey(code: Int32) -> Key {
    guard let name = keyname(code).map({ String(cString: $0) }) else { return .unknown }
    return extensions[String(name.prefix { !$0.isNumber })] ?? .unknown
  }

  private static let extensions: [String: Key] = [
    "kUP": .up, "kDN": .down, "kLFT": .left, "kRIT": .right, "kPRV": .pageUp, "kNXT": .pageDown, "kHOM": .home,
    "kEND": .end, "kDC": .delete, "kIC": .insert,
  ]
}
