import CNcurses
import Terminal

/// Turns what ncurses reads into keys.
@MainActor
struct KeyDecoder {
  /// What one read gave.
  enum Input: Equatable {
    case character(UInt32)
    case code(Int32)
  }

  private static let escape: UInt32 = 0x1B
  /// Longer sequences are no sequences.
  private static let longestSequence = 64

  /// The key that `first` begins; takes the rest of its sequence from `next`, and returns what it must not swallow as `left`.
  static func decode(_ first: Input, next: () -> Input?) -> (key: Key, left: Input?) {
    switch first {
    case .code(let code): return (key(code: code), nil)
    case .character(escape): return decodeEscape(next: next)
    case .character(let value): return (key(character: value), nil)
    }
  }

  /// ncurses has waited for the rest of a known sequence, so what directly follows is an unknown one, or Alt.
  private static func decodeEscape(next: () -> Input?) -> (key: Key, left: Input?) {
    guard let second = next() else { return (.escape, nil) }
    switch second {
    case .code: return (.unknown, nil)
    case .character(escape): return (.escape, second)
    case .character(0x5B), .character(0x4F):
      for _ in 0..<longestSequence {
        guard let more = next() else { break }
        guard case .character(let value) = more else { return (.unknown, more) }
        if (0x40...0x7E).contains(value) { break }
      }
      return (.unknown, nil)
    case .character(let value):
      guard case .character(let character) = key(character: value) else { return (.unknown, nil) }
      return (.alt(character), nil)
    }
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
    return codes[code] ?? .unknown
  }

  private static let codes: [Int32: Key] = [
    KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right, KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown,
    KEY_HOME: .home, KEY_FIND: .home, KEY_END: .end, KEY_SELECT: .end, KEY_ENTER: .enter, KEY_BTAB: .backTab,
    KEY_BACKSPACE: .backspace, KEY_DC: .delete, KEY_IC: .insert,
  ]
}
