import Terminal

/// A sequence of ECMA-48 as keyboards and terminals send it: after ESC [ parameters and a last character, after ESC O often
/// the last character alone.
///
/// Encodings: xterm's "Control Sequences" (application and normal cursor keys, modifiers), VT220 (numbers before ~), rxvt
/// (numbers before $, ^ and @, small letters), and the console of Linux (ESC [ [ A).
struct ControlSequence: Hashable, Sendable {
  private let isSingleShift: Bool
  private var parameters = ""
  private var final: Character?
  /// Of the Linux console's function keys, which begin with a second bracket.
  private var isConsoleFunction = false

  /// A sequence of which the introducer is read: `[`, or `O`.
  init(introducer: UInt8) { isSingleShift = introducer == 0x4F }

  /// How many characters were read.
  private(set) var length = 0

  /// Takes the next character, from a blank to `~`; says whether it was the last one.
  mutating func append(_ byte: UInt8) -> Bool {
    let character = Character(Unicode.Scalar(byte))
    length += 1
    switch byte {
    case 0x5B where length == 1 && !isSingleShift:
      isConsoleFunction = true
      return false
    // Shift in rxvt; elsewhere a character before the last one.
    case 0x24 where !parameters.isEmpty && parameters.allSatisfy(\.isNumber): break
    case 0x20...0x3F:
      parameters.append(character)
      return false
    default: break
    }
    final = character
    return true
  }

  var beginsPaste: Bool { !isSingleShift && final == "~" && parameters == "200" }

  /// How many characters follow the last one: three after the mouse's oldest encoding.
  var trailingCount: Int { !isSingleShift && final == "M" && parameters.isEmpty ? 3 : 0 }

  /// What it means, whatever modifiers were held; `unknown` for what no key here stands for.
  var key: Key {
    guard let final else { return .unknown }
    // Answers of the terminal, and its reports of the mouse and the focus.
    if let first = parameters.first, !first.isNumber, first != ";" { return .unknown }
    if isConsoleFunction { return Self.consoleFunctions[final] ?? .unknown }
    switch final {
    case "~", "$", "^", "@":
      return parameters.prefix { $0.isNumber }.isEmpty ? .unknown : Self.numbered[number] ?? .unknown
    default:
      return Self.lettered[final] ?? (isSingleShift ? Self.keypad[final] : nil) ?? .unknown
    }
  }

  private var number: Int { Int(parameters.prefix { $0.isNumber }) ?? 0 }

  private static let lettered: [Character: Key] = [
    "A": .up, "B": .down, "C": .right, "D": .left, "H": .home, "F": .end, "Z": .backTab, "P": .function(1),
    "Q": .function(2), "R": .function(3), "S": .function(4), "a": .up, "b": .down, "c": .right, "d": .left,
  ]

  /// The keypad's own keys while it does not send digits.
  private static let keypad: [Character: Key] = [
    "M": .enter, "I": .tab, "X": .character("="), "j": .character("*"), "k": .character("+"), "l": .character(","),
    "m": .character("-"), "n": .character("."), "o": .character("/"), "p": .character("0"), "q": .character("1"),
    "r": .character("2"), "s": .character("3"), "t": .character("4"), "u": .character("5"), "v": .character("6"),
    "w": .character("7"), "x": .character("8"), "y": .character("9"),
  ]

  private static let consoleFunctions: [Character: Key] = [
    "A": .function(1), "B": .function(2), "C": .function(3), "D": .function(4), "E": .function(5),
  ]

  private static let numbered: [Int: Key] = [
    1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end, 11: .function(1),
    12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5), 17: .function(6), 18: .function(7),
    19: .function(8), 20: .function(9), 21: .function(10), 23: .function(11), 24: .function(12), 25: .function(13),
    26: .function(14), 28: .function(15), 29: .function(16), 31: .function(17), 32: .function(18), 33: .function(19),
    34: .function(20),
  ]
}
