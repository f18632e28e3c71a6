import Texts

/// One object of a file that people may have edited, read member by member; what is wrong is told with its place.
struct JSONFields {
  /// Why a file cannot be used: its place within the file and what is wrong there.
  struct Problem: Error {
    let reason: String
  }

  /// Such as `sites.head.weight`; empty for the whole file.
  let place: String
  private var members: [String: JSONValue]

  init(_ value: JSONValue, at place: String) throws(Problem) {
    guard let members = value.object else {
      throw Problem(reason: place.isEmpty ? "it is no JSON object" : "\(place) is no object")
    }
    self.place = place
    self.members = members
  }

  var names: [String] { members.keys.sorted() }

  func contains(_ name: String) -> Bool { members[name].map { !$0.isNull } ?? false }

  /// Where a member stands, for a message.
  func place(of name: String) -> String {
    let name = name.printable(limit: 80)
    return place.isEmpty ? name : place + "." + name
  }

  /// Takes a member out; nil where it is absent or null.
  mutating func take(_ name: String) -> JSONValue? {
    guard let value = members.removeValue(forKey: name), !value.isNull else { return nil }
    return value
  }

  mutating func value(_ name: String) throws(Problem) -> JSONValue {
    guard let value = take(name) else { throw Problem(reason: "the member '\(place(of: name))' is missing") }
    return value
  }

  mutating func fields(_ name: String) throws(Problem) -> JSONFields {
    try JSONFields(try value(name), at: place(of: name))
  }

  mutating func text(_ name: String) throws(Problem) -> String {
    guard let text = try value(name).string else { throw Problem(reason: "\(place(of: name)) is no text") }
    return text
  }

  /// A SHA-256 digest as it is shown.
  mutating func digest(_ name: String) throws(Problem) -> String {
    let text = try text(name)
    guard text.utf8.count == 64, text.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) }) else {
      throw Problem(reason: "\(place(of: name)) is '\(text.printable(limit: 80))', no digest of 64 digits")
    }
    return text
  }

  mutating func integer(_ name: String, in range: ClosedRange<Int>) throws(Problem) -> Int {
    let value = try value(name)
    guard let number = value.integer, range.contains(number) else {
      throw Problem(reason: "\(place(of: name)) is \(Self.shown(value)), no whole number \(Self.shown(range))")
    }
    return number
  }

  mutating func truth(_ name: String) throws(Problem) -> Bool {
    guard case .bool(let value) = try value(name) else { throw Problem(reason: "\(place(of: name)) is no true or false") }
    return value
  }

  /// One of a list of words.
  mutating func word<Word: RawRepresentable & CaseIterable>(_ name: String) throws(Problem) -> Word
  where Word.RawValue == String {
    let text = try text(name)
    guard let word = Word(rawValue: text) else {
      let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw Problem(reason: "\(place(of: name)) is '\(text.printable(limit: 80))'; it can be \(words)")
    }
    return word
  }

  mutating func list(_ name: String) throws(Problem) -> [JSONValue] {
    guard let values = try value(name).array else { throw Problem(reason: "\(place(of: name)) is no list") }
    return values
  }

  mutating func integers(_ name: String, in range: ClosedRange<Int>) throws(Problem) -> [Int] {
    var result: [Int] = []
    for (index, value) in try list(name).enumerated() {
      guard let number = value.integer, range.contains(number) else {
        throw Problem(
          reason: "\(place(of: name))[\(index)] is \(Self.shown(value)), no whole number \(Self.shown(range))")
      }
      result.append(number)
    }
    return result
  }

  /// Scales: finite, and at least the smallest that a quantizer has.
  mutating func scales(_ name: String, least: Float) throws(Problem) -> [Float] {
    var result: [Float] = []
    for (index, value) in try list(name).enumerated() {
      result.append(try Self.scale(value, at: "\(place(of: name))[\(index)]", least: least))
    }
    return result
  }

  mutating func scale(_ name: String, least: Float) throws(Problem) -> Float {
    try Self.scale(try value(name), at: place(of: name), least: least)
  }

  private static func scale(_ value: JSONValue, at place: String, least: Float) throws(Problem) -> Float {
    guard case .number(let digits) = value, let scale = Float(digits), scale.isFinite, scale >= least else {
      throw Problem(reason: "\(place) is \(shown(value)); a scale is a number of at least \(least)")
    }
    return scale
  }

  /// Throws where a member is left that nobody asked for.
  func end() throws(Problem) {
    if let name = names.first { throw Problem(reason: "the member '\(place(of: name))' is unknown") }
  }

  static func shown(_ value: JSONValue) -> String {
    switch value {
    case .object: "an object"
    case .array: "a list"
    default: value.description.printable(limit: 40)
    }
  }

  private static func shown(_ range: ClosedRange<Int>) -> String {
    range.upperBound == .max ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
  }
}
