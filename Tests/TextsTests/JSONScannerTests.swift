import Foundation
import TestSupport
import Testing
import Texts

@Suite struct JSONScannerTests {
  static let limits = JSONScanner.Limits(depth: 8, valueCount: 100)

  private func value(_ text: String) throws(JSONError) -> JSONValue {
    try JSONScanner.value(of: Array(text.utf8), limits: Self.limits)
  }

  @Test func `Every kind of value`() throws {
    let text = """
      \u{FEFF}{ "null" : null, "yes":true, "no": false,\r
      "numbers": [0, -0, 12, -3.25, 1e3, 1E-2, 1e400],\t"text": "a\\"\\\\\\/\\n\\t\\u00e9\\ud83d\\ude00ü", "empty": [{}, []] }\n
      """
    let value = try value(text)
    #expect(value.object?.count == 6)
    #expect(
      value.object?["null"] == .null && value.object?["yes"] == .bool(true) && value.object?["no"] == .bool(false))
    #expect(value.object?["numbers"]?.array?.map(\.double) == [0, 0, 12, -3.25, 1000, 0.01, .infinity])
    #expect(value.object?["numbers"]?.array?.map(\.integer) == [0, 0, 12, nil, 1000, nil, nil])
    #expect(value.object?["text"]?.string == "a\"\\/\n\té😀ü")
    #expect(value.object?["empty"] == .array([.object([:]), .array([])]))
  }

  @Test func `true is no number, and no number is lost`() throws {
    #expect(try value("true").double == nil && value("\"1\"").integer == nil)
    #expect(try value("9007199254740993").integer == 9_007_199_254_740_993)
    #expect(try value("9223372036854775808").integer == nil)
  }

  @Test(arguments: [
    ("", "it is empty"), ("  \n ", "it ends at line 2, where a value is expected"),
    ("{\"a\": 1,\n \"a\": 2}", "line 2 gives 'a' a second time"),
    ("[1, NaN]", "line 1 has NaN, which JSON does not know"),
    ("[-Infinity]", "line 1 has -Infinity, which JSON does not know"),
    ("[01]", "line 1 has '01', which is no number in JSON"), ("[1.]", "line 1 has '1.', which is no number in JSON"),
    ("[.5]", "line 1 has '.' where a value is expected"), ("[1,]", "line 1 has ']' where a value is expected"),
    ("{\"a\":1,}", "line 1 has '}' where a member's name in quotes is expected"),
    ("{'a':1}", "line 1 has ''' where a member's name in quotes is expected"),
    ("{\"a\" 1}", "line 1 has '1' where ':' is expected"), ("[1 2]", "line 1 has '2' where ',' or ']' is expected"),
    ("{} {}", "line 1 has more text after the end"), ("nul", "line 1 has 'n' where a value is expected"),
    ("\"a", "it ends at line 1, where '\"' is expected"),
    ("\"a\nb\"", "line 1 has a control character or a line break within a text"),
    ("\"\\x\"", "line 1 has an escape that JSON does not know, or half a pair of \\u escapes"),
    ("\"\\ud800\"", "line 1 has an escape that JSON does not know, or half a pair of \\u escapes"),
    ("[[[[[[[[[[1]]]]]]]]]]", "line 1 nests values deeper than 8 levels"),
    ("[\u{7}]", "line 1 has '\\u{7}' where a value is expected"),
  ])
  func `What is no JSON is named with its line`(text: String, message: String) {
    let error = #expect(throws: JSONError.self) { try value(text) }
    #expect(error?.description == message)
  }

  @Test func `Other encodings`() {
    for encoding in [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian, .utf32] {
      let bytes = [UInt8]("{\"a\": 1}".data(using: encoding) ?? Data())
      let error = #expect(throws: JSONError.self) { try JSONScanner.value(of: bytes, limits: Self.limits) }
      #expect(error?.reason == .otherEncoding, "\(encoding)")
    }
    let latin = #expect(throws: JSONError.self) { try JSONScanner.value(of: [34, 0xE9, 34], limits: Self.limits) }
    #expect(latin?.reason == .notUTF8)
    let bare = #expect(throws: JSONError.self) { try JSONScanner.value(of: [0xE9], limits: Self.limits) }
    #expect(bare?.reason == .notUTF8)
  }

  @Test func `More values than the limit`() {
    let text = "[" + Array(repeating: "1", count: 100).joined(separator: ",") + "]"
    let error = #expect(throws: JSONError.self) { try value(text) }
    #expect(error?.reason == .tooManyValues(limit: 100))
  }

  @Test func `Nesting costs no stack`() {
    let deep = String(repeating: "[", count: 1_000_000)
    let error = #expect(throws: JSONError.self) { try value(deep) }
    #expect(error?.reason == .tooDeep(limit: 8))
  }

  @Test func `What is written out is read back`() throws {
    let value = JSONValue.object(["a\n\"\u{1}": .array([.null, .bool(true), .number("-1.5e3"), .string("é\\")])])
    #expect(try self.value(value.description) == value)
  }

  /// Foundation's reader agrees on every text that this one takes, and takes all that Foundation does, but for a member
  /// given twice.
  @Test(arguments: 0..<4 as Range<UInt64>)
  func `Spoiled texts`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: 900 + seed)
    let original = Array("{\"a\": [1, -2.5e3, true, null], \"b\": {\"c\": \"x\\u00e9\\n\"}, \"d\": false}".utf8)
    let telling = Array("0123456789eE+-.,:[]{}\"\\ ntf".utf8)
    var taken = 0
    for round in 0..<1000 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...2, using: &generator) {
        let index = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[index] = telling.randomElement(using: &generator)!
        case 1: bytes.remove(at: index)
        default: bytes.insert(telling.randomElement(using: &generator)!, at: index)
        }
      }
      let other = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed) as? NSObject
      let text = String(decoding: bytes, as: UTF8.self)
      do {
        let value = try JSONScanner.value(of: bytes, limits: Self.limits)
        taken += 1
        let again = try JSONSerialization.jsonObject(with: Data(value.description.utf8), options: .fragmentsAllowed)
        #expect(other == again as? NSObject, "seed \(generator.seed), round \(round): \(text)")
      } catch let error as JSONError {
        if case .memberTwice = error.reason { continue }
        #expect(other == nil, "seed \(generator.seed), round \(round): \(text): \(error)")
      }
    }
    #expect(taken > 50, "seed \(generator.seed)")
  }
}
