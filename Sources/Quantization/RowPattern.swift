/// A glob over row names, as in a shell but that `*` also crosses dots: `*.weight` means every weight.
///
/// | written | stands for |
/// | --- | --- |
/// | `*` | any characters, dots among them, or none |
/// | `?` | one character |
/// | `[0-3]`, `[!ab]` | one character of, or not of, those named |
/// | `{qkv,proj}` | one of the alternatives, which may be patterns |
/// | `{0-11}`, `{0-2,7}` | a whole number in a range |
///
/// Names are ASCII, and so is what a pattern compares: bytes.
package struct RowPattern: Hashable, Sendable {
  /// A pattern that is longer was not written by a person.
  package static let longestText = 1000
  private static let deepestNesting = 8

  package let text: String
  private let elements: [Element]

  private indirect enum Element: Hashable, Sendable {
    case byte(UInt8)
    case anyByte
    case anyRun
    case oneOf([ClosedRange<UInt8>], isNegated: Bool)
    case alternatives([[Element]])
    case number(ClosedRange<Int>)

    /// Whether the element, which is one of a single byte, is that byte.
    func reads(_ byte: UInt8) -> Bool {
      switch self {
      case .byte(let own): own == byte
      case .anyByte: true
      case .oneOf(let ranges, let isNegated): ranges.contains { $0.contains(byte) } != isNegated
      case .anyRun, .alternatives, .number: false
      }
    }
  }

  /// Whether each element reads one byte, or is `*`.
  private let isBytewise: Bool

  /// - Throws: `malformedPattern`, saying what is wrong.
  package init(_ text: String) throws(QuantizationError) {
    guard !text.isEmpty else { throw .malformedPattern(text, reason: "it is empty") }
    guard text.utf8.count <= Self.longestText else {
      throw .malformedPattern(text, reason: "it is longer than \(Self.longestText) characters")
    }
    var parser = Parser(text: text)
    elements = try parser.parse()
    isBytewise = elements.allSatisfy { element in
      switch element {
      case .alternatives, .number: false
      case .byte, .anyByte, .anyRun, .oneOf: true
      }
    }
    self.text = text
  }

  /// Whether the text says anything but one name.
  package static func isPattern(_ text: String) -> Bool { text.utf8.contains { "*?[]{}".utf8.contains($0) } }

  /// Whether the pattern describes all of `name`.
  package func matches(_ name: String) -> Bool {
    let name = Array(name.utf8)
    guard !isBytewise else { return matchesBytewise(name) }
    var start = [Bool](repeating: false, count: name.count + 1)
    start[0] = true
    return Self.positions(behind: elements, from: start, in: name)[name.count]
  }

  /// Where every element but `*` reads one byte, the last `*` alone need be tried again.
  private func matchesBytewise(_ name: [UInt8]) -> Bool {
    var (place, next) = (0, 0)
    var star: (place: Int, next: Int)?
    while place < name.count {
      if next < elements.count, case .anyRun = elements[next] {
        next += 1
        star = (place, next)
      } else if next < elements.count, elements[next].reads(name[place]) {
        (place, next) = (place + 1, next + 1)
      } else if let known = star {
        star = (known.place + 1, known.next)
        (place, next) = (known.place + 1, known.next)
      } else {
        return false
      }
    }
    return elements[next...].allSatisfy { $0 == .anyRun }
  }

  /// The places in `name` that can be reached from those of `start` by reading `elements`.
  ///
  /// Sets of places, not one place after the other: no pattern takes longer than its length times the name's.
  private static func positions(behind elements: [Element], from start: [Bool], in name: [UInt8]) -> [Bool] {
    var current = start
    for element in elements {
      guard current.contains(true) else { return current }
      var next = [Bool](repeating: false, count: current.count)
      switch element {
      case .byte, .anyByte, .oneOf:
        for place in name.indices where current[place] && element.reads(name[place]) { next[place + 1] = true }
      case .anyRun:
        if let first = current.firstIndex(of: true) { for place in first..<next.count { next[place] = true } }
      case .alternatives(let choices):
        for choice in choices {
          for (place, isReached) in positions(behind: choice, from: current, in: name).enumerated() where isReached {
            next[place] = true
          }
        }
      case .number(let range):
        for place in name.indices where current[place] {
          let digits = name[place...].prefix { (48...57).contains($0) }
          if let value = Int(String(decoding: digits, as: UTF8.self)), range.contains(value) {
            next[place + digits.count] = true
          }
        }
      }
      current = next
    }
    return current
  }
}

extension RowPattern {
  private struct Parser {
    let text: String
    private var rest: ArraySlice<UInt8>

    init(text: String) {
      self.text = text
      rest = Array(text.utf8)[...]
    }

    mutating func parse() throws(QuantizationError) -> [Element] {
      let elements = try sequence(depth: 0)
      if let end = rest.first { throw problem("'\(Character(Unicode.Scalar(end)))' closes nothing") }
      return elements
    }

    /// Up to the end, or to what ends an alternative.
    private mutating func sequence(depth: Int) throws(QuantizationError) -> [Element] {
      var elements: [Element] = []
      while let byte = rest.first {
        switch byte {
        case UInt8(ascii: "}"), UInt8(ascii: "]"): return elements
        case UInt8(ascii: ",") where depth > 0: return elements
        default: rest.removeFirst()
        }
        switch byte {
        case UInt8(ascii: "*"): if elements.last != .anyRun { elements.append(.anyRun) }
        case UInt8(ascii: "?"): elements.append(.anyByte)
        case UInt8(ascii: "["): elements.append(try oneOf())
        case UInt8(ascii: "{"): elements.append(try alternatives(depth: depth + 1))
        default: elements.append(.byte(byte))
        }
      }
      return elements
    }

    /// Behind `[`: single characters and ranges up to `]`.
    private mutating func oneOf() throws(QuantizationError) -> Element {
      let isNegated = rest.first == UInt8(ascii: "!") || rest.first == UInt8(ascii: "^")
      if isNegated { rest.removeFirst() }
      guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { throw problem("'[' is not closed") }
      var inside = rest[..<end]
      rest = rest[(end + 1)...]
      guard !inside.isEmpty else { throw problem("'[]' names no character") }
      var ranges: [ClosedRange<UInt8>] = []
      while let low = inside.popFirst() {
        guard inside.first == UInt8(ascii: "-"), let high = inside.dropFirst().first else {
          ranges.append(low...low)
          continue
        }
        guard low <= high else { throw problem("a range in '[…]' runs backwards") }
        inside = inside.dropFirst(2)
        ranges.append(low...high)
      }
      return .oneOf(ranges, isNegated: isNegated)
    }

    /// Behind `{`: alternatives up to `}`.
    private mutating func alternatives(depth: Int) throws(QuantizationError) -> Element {
      guard depth <= RowPattern.deepestNesting else { throw problem("braces are nested too deeply") }
      var choices: [[Element]] = []
      while true {
        if let range = try numberRange() {
          choices.append([.number(range)])
        } else {
          choices.append(try sequence(depth: depth))
        }
        switch rest.popFirst() {
        case UInt8(ascii: ","): continue
        case UInt8(ascii: "}"): return .alternatives(choices)
        case let byte?: throw problem("'\(Character(Unicode.Scalar(byte)))' closes nothing")
        case nil: throw problem("'{' is not closed")
        }
      }
    }

    /// `0-11` or `0..11` as a whole alternative; nil, and nothing read, where it is anything else.
    private mutating func numberRange() throws(QuantizationError) -> ClosedRange<Int>? {
      let alternative = rest.prefix { ![UInt8(ascii: ","), UInt8(ascii: "}")].contains($0) }
      let low = alternative.prefix { (48...57).contains($0) }
      let behind = alternative.dropFirst(low.count)
      let separator = behind.starts(with: "..".utf8) ? 2 : behind.first == UInt8(ascii: "-") ? 1 : 0
      let high = behind.dropFirst(separator)
      guard separator > 0, !low.isEmpty, !high.isEmpty, high.allSatisfy({ (48...57).contains($0) }) else { return nil }
      guard let first = Int(String(decoding: low, as: UTF8.self)), let last = Int(String(decoding: high, as: UTF8.self))
      else { throw problem("a number is too large") }
      guard first <= last else { throw problem("the range \(first)-\(last) runs backwards") }
      rest = rest.dropFirst(alternative.count)
      return first...last
    }

    private func problem(_ reason: String) -> QuantizationError { .malformedPattern(text, reason: reason) }
  }
}
