import Quantization
import TestSupport
import Testing

@Suite struct RowPatternTests {
  private static let names = [
    "image", "pos_embed", "blocks.0.norm1", "blocks.0.norm1.output", "blocks.1.norm1", "blocks.10.norm1",
    "blocks.11.norm1", "blocks.1.attn.qkv.weight", "blocks.1.mlp.fc2.weight", "norm", "norm.output", "head.weight",
  ]

  @Test(
    arguments: [
      ("*", names), ("norm", ["norm"]), ("nor", []), ("norm*", ["norm", "norm.output"]),
      ("*.weight", ["blocks.1.attn.qkv.weight", "blocks.1.mlp.fc2.weight", "head.weight"]),
      ("blocks.*.norm1", ["blocks.0.norm1", "blocks.1.norm1", "blocks.10.norm1", "blocks.11.norm1"]),
      ("blocks.?.norm1", ["blocks.0.norm1", "blocks.1.norm1"]),
      ("blocks.[0-1].norm1", ["blocks.0.norm1", "blocks.1.norm1"]),
      ("blocks.[!0].norm1", ["blocks.1.norm1"]),
      ("blocks.{0-10}.norm1", ["blocks.0.norm1", "blocks.1.norm1", "blocks.10.norm1"]),
      ("blocks.{1..10}.norm1", ["blocks.1.norm1", "blocks.10.norm1"]),
      ("blocks.{0,11}.norm1", ["blocks.0.norm1", "blocks.11.norm1"]),
      // A range takes a whole number, never the first digit of one.
      ("blocks.{0-1}*norm1", ["blocks.0.norm1", "blocks.1.norm1"]),
      ("blocks.1.{attn,mlp}.*.weight", ["blocks.1.attn.qkv.weight", "blocks.1.mlp.fc2.weight"]),
      ("{norm,{head.w*,im{age,port}}}", ["image", "norm", "head.weight"]),
      ("norm{,.output}", ["norm", "norm.output"]), ("NORM", []), ("**", names), ("blocks.*é", []),
    ] as [(String, [String])])
  func `What a pattern matches`(text: String, expected: [String]) throws {
    let pattern = try RowPattern(text)
    #expect(Self.names.filter(pattern.matches) == expected)
  }

  @Test(
    arguments: [
      ("", "it is empty"), ("a[", "'[' is not closed"), ("a[]", "'[]' names no character"), ("{a,b", "'{' is not closed"),
      ("a}", "'}' closes nothing"), ("a]", "']' closes nothing"), ("{a]}", "']' closes nothing"),
      ("blocks.{5-3}.norm1", "the range 5-3 runs backwards"), ("[b-a]", "a range in '[…]' runs backwards"),
      ("{1-99999999999999999999}", "a number is too large"),
      (String(repeating: "{", count: 500), "braces are nested too deeply"),
      (String(repeating: "*a", count: 501), "it is longer than 1000 characters"),
    ])
  func `What no pattern is`(text: String, reason: String) {
    let error = #expect(throws: QuantizationError.self) { try RowPattern(text) }
    #expect(error?.description.hasSuffix("is no pattern of rows: \(reason)") == true, "\(error?.description ?? "")")
  }

  /// Any text is a pattern or refused, and is matched at once; where it is plain text it matches itself alone.
  @Test func `Any text whatever`() {
    var generator = SeededGenerator(seed: 91)
    let letters = Array("*?[]{},-.!^0123ab\u{1B}é")
    var accepted = 0
    for round in 0..<1500 {
      let text = String((0..<Int.random(in: 1...24, using: &generator)).map { _ in letters.randomElement(using: &generator)! })
      guard let pattern = try? RowPattern(text) else { continue }
      accepted += 1
      _ = Self.names.filter(pattern.matches)
      if !RowPattern.isPattern(text) { #expect(pattern.matches(text) && !pattern.matches(text + "a"), "round \(round): \(text)") }
    }
    #expect(accepted > 200 && accepted < 1400)
  }

  @Test func `A pattern of many stars is matched in no time`() throws {
    let pattern = try RowPattern(String(repeating: "*a", count: 490) + "b")
    #expect(!pattern.matches(String(repeating: "a", count: 400)))
  }
}
