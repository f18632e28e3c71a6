import Foundation
import Models
import TestSupport
import Testing

/// Spoiled configurations open or are refused by name; nothing ends the program.
@Suite struct ConfigurationFuzzTests {
  private static func mutated(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...2, using: &generator) {
      let index = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes.remove(at: index)
      case 2: bytes.insert(Array("0123456789eE+-.,:[]{}\"\\".utf8).randomElement(using: &generator)!, at: index)
      case 3: bytes.removeSubrange(index..<min(bytes.count, index + 9))
      default: bytes.insert(contentsOf: bytes[index..<min(bytes.count, index + 9)], at: index)
      }
    }
    return bytes
  }

  @Test(arguments: TestScope.arguments(Array(0..<16) as [UInt64]) { $0 < 4 })
  func `Bytes of config.json`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: 5000 + seed)
    let folder = try ModelFolder()
    let original = Array(TinyModel.configuration.utf8)
    var opened = 0
    var refused = 0
    for round in 0..<150 {
      let bytes = Self.mutated(original, using: &generator)
      try Data(bytes).write(to: URL(fileURLWithPath: folder.configurationPath))
      if let complaint = folder.complaint() {
        refused += 1
        #expect(
          complaint.hasPrefix("MODEL/config.json: ") || complaint.hasPrefix("MODEL/model.safetensors: "),
          "seed \(generator.seed), round \(round): \(complaint)")
        #expect(!complaint.contains("\n"), "seed \(generator.seed), round \(round): \(complaint)")
      } else {
        opened += 1
      }
    }
    // Both ends are reached, or the mutations tell nothing.
    #expect(opened > 0 && refused > 5, "seed \(generator.seed): \(opened) opened, \(refused) refused")
  }

  static let hostileJSON = [
    "null", "true", "false", "0", "-1", "1e308", "-1e308", "1e-308", "1e400", "9223372036854775807",
    "18446744073709551616",
    "\"\"",
    "\"x\"", "[]", "{}", "[[]]", "[null, null, null]", "[true, true, true]", "[3, 1e18, 1e18]", "[3, 4.5, 4.5]",
    "[1e308, -1e308, 0]", "{\"num_heads\": 1e300}", "{\"num_heads\": null}", "{\"num_heads\": true}",
  ]

  /// A value that is not the field's is refused by the field's name, or, as heads or mode, is none at all.
  @Test(arguments: HostileModelTests.fields)
  func `Values of a field`(field: String) throws {
    let folder = try ModelFolder()
    // Null is timm's default, which for the size is another than this model's.
    for json in Self.hostileJSON where json != "null" || field == "architecture" {
      try Data(HostileModelTests.configuration(field, json).utf8).write(
        to: URL(fileURLWithPath: folder.configurationPath))
      guard let complaint = folder.complaint() else {
        // Fields that a file may lack, and numbers that happen to be right.
        let isTriple = json.hasPrefix("[") && ["mean", "std"].contains(field)
        #expect(["model_args", "crop_mode"].contains(field) || isTriple, "\(field): \(json)")
        continue
      }
      #expect(complaint.hasPrefix("MODEL/config.json: "), "\(complaint)")
      #expect(complaint.contains(field) || field == "architecture", "\(complaint)")
    }
  }

  /// Members that timm knows, with values of every kind: the network opens as it is, or the member is named.
  @Test(arguments: TestScope.arguments(Array(0..<16) as [UInt64]) { $0 < 4 })
  func `Values of known members`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: 6000 + seed)
    let folder = try ModelFolder()
    let arguments = [
      "img_size", "patch_size", "in_chans", "num_classes", "global_pool", "embed_dim", "depth", "num_heads",
      "mlp_ratio",
      "qkv_bias", "qk_norm", "init_values", "class_token", "pos_embed", "no_embed_class", "reg_tokens", "pre_norm",
      "final_norm", "fc_norm", "dynamic_img_size", "drop_rate", "weight_init", "norm_layer", "act_layer", "block_fn",
      "dtype",
    ]
    let pretrained = [
      "url", "tag", "custom_load", "test_input_size", "test_crop_pct", "num_classes", "label_offset", "pool_size",
      "first_conv", "classifier", "architecture", "crop_mode", "state_dict", "label_names",
    ]
    let top = ["num_classes", "num_features", "global_pool", "label_names", "act_layer", "comment"]
    for round in 0..<100 {
      func members(_ names: [String], _ count: ClosedRange<Int>) -> (names: [String], text: String) {
        let chosen = names.shuffled(using: &generator).prefix(Int.random(in: count, using: &generator))
        let members = chosen.map { "\"\($0)\": \(Self.hostileJSON.randomElement(using: &generator)!)" }
        return (Array(chosen), members.map { ", " + $0 }.joined())
      }
      let parts = [members(top, 0...1), members(arguments, 0...2), members(pretrained, 0...1)]
      let heads = parts[1].names.contains("num_heads") ? "\"drop_rate\": 0" : "\"num_heads\": 2"
      let text = """
        {"architecture": "vit_tiny_test"\(parts[0].text), "model_args": {\(heads)\(parts[1].text)},
         "pretrained_cfg": {"input_size": [3, 16, 16], "interpolation": "bicubic", "crop_pct": 1.0,
         "mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25]\(parts[2].text)}}
        """
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder.configurationPath))
      guard let complaint = folder.complaint() else { continue }
      #expect(complaint.hasPrefix("MODEL/config.json: "), "seed \(generator.seed), round \(round): \(complaint)")
      #expect(
        parts.flatMap(\.names).contains { complaint.contains($0) },
        "seed \(generator.seed), round \(round): \(complaint) for \(text)")
    }
  }
}
