extension Key: CustomStringConvertible {
  /// The name that help texts show and that `init(parsing:)` reads: `space`, `Enter`, `Ctrl-Z`, `F5`, `x`.
  package var description: String {
    switch self {
    case .character(" "): "space"
    case .character(let character): String(character)
    case .function(let number): "F\(number)"
    case .control(let character): "Ctrl-\(character.uppercased())"
    case .alt(" "): "Alt-space"
    case .alt(let character): "Alt-\(character)"
    case .paste(let text): "Paste(\(Self.coded(text)))"
    case .mouse(let event): "Mouse(\(event.kind.rawValue),\(event.x),\(event.y))"
    case .resize(let size): "Resize(\(size.width),\(size.height))"
    case .signal(let number): "Signal(\(number))"
    default: Self.names.first { $0.key == self }?.name ?? "Unknown"
    }
  }

  private static let names: [(name: String, key: Key)] = [
    ("Enter", .enter), ("Tab", .tab), ("Shift-Tab", .backTab), ("Escape", .escape), ("Backspace", .backspace),
    ("Delete", .delete), ("Insert", .insert), ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right),
    ("PageUp", .pageUp), ("PageDown", .pageDown), ("Home", .home), ("End", .end), ("Unknown", .unknown),
    ("space", .character(" ")),
  ]

  /// The key of a name as `description` writes it; names of more than one character are read in any case.
  package init?(parsing text: String) {
    if text.count == 1 {
      self = text == " " ? .character(" ") : .character(text.first!)
      return
    }
    let folded = text.lowercased()
    if let named = Self.names.first(where: { $0.name.lowercased() == folded }) {
      self = named.key
    } else if folded.hasPrefix("ctrl-"), folded.count == 6 {
      self = .control(folded.last!)
    } else if folded == "alt-space" {
      self = .alt(" ")
    } else if folded.hasPrefix("alt-"), text.count == 5 {
      self = .alt(text.last!)
    } else if folded.hasPrefix("f"), let number = Int(folded.dropFirst()), (1...63).contains(number) {
      self = .function(number)
    } else if folded.hasPrefix("paste("), text.hasSuffix(")"), let pasted = Self.decoded(text.dropFirst(6).dropLast()) {
      self = .paste(pasted)
    } else if let key = Self.withArguments(folded) {
      self = key
    } else {
      return nil
    }
  }

  private static func withArguments(_ text: String) -> Key? {
    guard text.hasSuffix(")"), let open = text.firstIndex(of: "(") else { return nil }
    let arguments = text[text.index(after: open)...].dropLast().split(separator: ",").map(String.init)
    let numbers = arguments.compactMap { Int($0) }
    switch text[..<open] {
    case "resize" where numbers.count == 2 && arguments.count == 2:
      return .resize(Size(width: numbers[0], height: numbers[1]))
    case "signal" where numbers.count == 1 && arguments.count == 1:
      return Int32(exactly: numbers[0]).map { .signal($0) }
    case "mouse" where numbers.count == 2 && arguments.count == 3:
      return MouseEvent.Kind(rawValue: arguments[0]).map { .mouse(MouseEvent($0, x: numbers[0], y: numbers[1])) }
    default:
      return nil
    }
  }

  /// Text without blanks: letters and digits of ASCII, and the others' UTF-8 bytes as `%20`.
  private static func coded(_ text: String) -> String {
    text.utf8.map { byte in
      let character = Character(Unicode.Scalar(byte))
      guard byte >= 0x80 || !(character.isLetter || character.isNumber) else { return String(character) }
      return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }

  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 else {
        return nil
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
