import Foundation
import Tensors
import TestSupport
import Testing

/// Model folders that are wrong: one line that names the file and the tensor, exit code 1.
struct BadModelTests {
  let place: Workplace

  init() throws { place = try Workplace(imageCount: 2) }

  private var weights: URL { URL(fileURLWithPath: place.path("model/model.safetensors")) }

  private func expectRefusal(naming parts: String..., sourceLocation: SourceLocation = #_sourceLocation) throws {
    let before = place.listing
    for command in [["evaluate", "model", "images"], ["inspect", "model"], ["export", "model", "images", "-o", "x.json"]] {
      let outcome = try Program.run(executable: Program.path, arguments: command, in: place.folder.url.path)
      outcome.expectRefusal(exitCode: 1, naming: parts, sourceLocation: sourceLocation)
    }
    #expect(place.listing == before, sourceLocation: sourceLocation)
  }

  /// Rewrites the header of the weights by replacing the first `old` with `new`, its length kept right.
  private func editHeader(_ old: String, _ new: String) throws {
    let file = try Data(contentsOf: weights)
    let length = Int(file.prefix(8).enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << (8 * $1.offset) })
    var header = String(decoding: file[8..<8 + length], as: UTF8.self)
    let range = try #require(header.range(of: old), "\(old) is not in the header")
    header.replaceSubrange(range, with: new)
    try (Self.bytes(UInt64(header.utf8.count)) + Data(header.utf8) + file[(8 + length)...]).write(to: weights)
  }

  private static func bytes(_ value: UInt64) -> Data { Data((0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }) }

  private func rewrite(_ change: (inout [String: Tensor]) -> Void) throws {
    var tensors = TinyModel.tensors()
    change(&tensors)
    _ = try TinyModel.write(to: place.folder.url.appendingPathComponent("model"), tensors: tensors)
  }

  private func rewriteConfiguration(_ old: String, _ new: String) throws {
    let text = try place.read("model/config.json")
    try #require(text.contains(old))
    try place.write(text.replacingOccurrences(of: old, with: new), to: "model/config.json")
  }

  @Test func `A missing folder, configuration or weights`() throws {
    try place.expectRefusal("evaluate", "absent", "images", exitCode: 1, naming: "absent", "no such folder")
    try FileManager.default.removeItem(at: weights)
    try expectRefusal(naming: "model: has config.json, but no weights")
    try FileManager.default.removeItem(atPath: place.path("model/config.json"))
    try expectRefusal(naming: "model: holds neither config.json nor weights")
  }

  @Test(arguments: [0, 5, 8, 100, 5000])
  func `Truncated weights`(byteCount: Int) throws {
    try Data(contentsOf: weights).prefix(byteCount).write(to: weights)
    try expectRefusal(naming: "model.safetensors")
  }

  @Test(arguments: [UInt64(1) << 20, 1 << 40, .max])
  func `A header longer than the file`(length: UInt64) throws {
    try (Self.bytes(length) + Data(contentsOf: weights).dropFirst(8)).write(to: weights)
    try expectRefusal(naming: "model.safetensors", "header of \(length) bytes")
  }

  @Test func `A header that is no JSON`() throws {
    try (Self.bytes(4) + Data("{{{{".utf8)).write(to: weights)
    try expectRefusal(naming: "model.safetensors", "not JSON")
  }

  @Test func `Overlapping offsets name the tensor`() throws {
    try editHeader("\"data_offsets\":[128,", "\"data_offsets\":[0,")
    try expectRefusal(naming: "model.safetensors", "blocks.0.")
  }

  @Test func `Offsets beyond the data name the tensor`() throws {
    try editHeader("\"data_offsets\":[0,128]", "\"data_offsets\":[99999872,100000000]")
    try expectRefusal(naming: "model.safetensors", "blocks.0.attn.proj.bias", "100000000")
  }

  @Test func `An unknown element type names the tensor and the type`() throws {
    try editHeader("\"dtype\":\"F32\"", "\"dtype\":\"F4X\"")
    try expectRefusal(naming: "model.safetensors", "blocks.0.attn.proj.bias", "'F4X'")
  }

  @Test func `Integer weights name the tensor`() throws {
    try editHeader("\"dtype\":\"F32\"", "\"dtype\":\"I32\"")
    try expectRefusal(naming: "model.safetensors", "blocks.0.attn.proj.bias", "I32")
  }

  @Test func `A wrong shape names the tensor and what was expected`() throws {
    try rewrite { $0["blocks.1.mlp.fc2.bias"] = Tensor(shape: Shape([33]), elements: [Float](repeating: 0, count: 33)) }
    try expectRefusal(naming: "model.safetensors", "'blocks.1.mlp.fc2.bias'", "[33]", "[32]")
  }

  @Test func `A wrong rank names the tensor and the number of dimensions`() throws {
    try rewrite { $0["head.weight"] = Tensor(shape: Shape([160]), elements: [Float](repeating: 0, count: 160)) }
    try expectRefusal(naming: "model.safetensors", "'head.weight'", "[160]", "2 dimensions")
  }

  @Test(arguments: TinyModel.tensorExtents.keys.sorted())
  func `A missing tensor is named`(name: String) throws {
    // Without its bias the qkv layer is one that models have; where one block lacks it, the other block's is too many.
    try rewrite { $0[name] = nil }
    let outcome = try place.run("inspect", "model")
    let told = name.hasSuffix("attn.qkv.bias") ? "attn.qkv.bias" : name
    outcome.expectRefusal(exitCode: 1, naming: ["model.safetensors", told])
  }

  @Test func `A tensor without a place is named`() throws {
    try rewrite { $0["dist_token"] = Tensor(shape: Shape([1]), elements: [0]) }
    try expectRefusal(naming: "model.safetensors", "'dist_token'")
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func `Weights that are no numbers name the tensor`(value: Float) throws {
    try rewrite {
      guard let tensor = $0["blocks.0.norm1.weight"] else { return }
      $0["blocks.0.norm1.weight"] = Tensor(shape: tensor.shape, elements: [value] + tensor.elements.dropFirst())
    }
    try expectRefusal(naming: "model.safetensors", "'blocks.0.norm1.weight'", "NaN or infinite")
  }

  /// Beyond what 32-bit sums of bytes hold.
  @Test func `A hidden layer too wide is refused before anything runs`() throws {
    let hidden = 65_537
    try rewrite {
      for block in 0..<TinyModel.depth {
        for (name, extents) in [("fc1.weight", [hidden, 32]), ("fc1.bias", [hidden]), ("fc2.weight", [32, hidden])] {
          let shape = Shape(extents)
          $0["blocks.\(block).mlp.\(name)"] = Tensor(
            shape: shape, elements: [Float](repeating: 0, count: shape.elementCount))
        }
      }
    }
    try expectRefusal(naming: "model.safetensors", "hidden width", "65537", "at most 65536")
  }

  @Test func `Weights that git-lfs did not fetch`() throws {
    try place.write("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n", to: "model/model.safetensors")
    try expectRefusal(naming: "model.safetensors", "git-lfs pointer", "git lfs pull")
  }

  @Test func `An unknown architecture is named`() throws {
    try rewriteConfiguration("vit_tiny_test", "resnet50")
    try expectRefusal(naming: "config.json", "'resnet50'", "vit_")
  }

  @Test(arguments: [
    ("\"num_heads\": 2", "\"num_heads\": 3", "num_heads"), ("\"num_heads\": 2", "\"num_heads\": 0", "num_heads"),
    ("\"num_heads\": 2", "\"num_heads\": 2, \"act_layer\": \"relu\"", "'model_args.act_layer' is \"relu\""),
    ("\"num_heads\": 2", "\"num_heads\": 2, \"ropes\": 1", "'model_args.ropes' is unknown"),
    ("[3, 16, 16]", "[3, 18, 18]", "input_size"), ("[3, 16, 16]", "[1, 16, 16]", "input_size"),
    ("[3, 16, 16]", "[3, 20, 20]", "pos_embed"), ("bicubic", "magic", "'interpolation' is \"magic\""),
    ("\"crop_pct\": 1.0", "\"crop_pct\": 3", "crop_pct"), ("\"crop_mode\": \"center\"", "\"crop_mode\": \"fit\"", "crop_mode"),
    ("\"mean\": [0.5, 0.5, 0.5], ", "\"mean\": [0.5, 0.5], ", "'mean' is [0.5, 0.5]"), ("[0.25, 0.25, 0.25]", "[0, 1, 1]", "'std'"),
    ("\"architecture\": \"vit_tiny_test\"", "\"architecture\": 7", "'architecture'"), ("{", "", "not a model configuration"),
  ])
  func `A configuration that does not fit names its field`(old: String, new: String, part: String) throws {
    try rewriteConfiguration(old, new)
    try expectRefusal(naming: "model", part)
  }

  /// A name can hold what a terminal obeys; it is shown, not obeyed, and the message stays one line.
  @Test func `Names with control characters stay one line`() throws {
    try rewrite { $0["two\nlines\u{1B}[2J"] = Tensor(shape: Shape([1]), elements: [0]) }
    let outcome = try place.run("inspect", "model")
    outcome.expectRefusal(exitCode: 1, naming: ["model.safetensors", "two\\nlines\\u{1B}[2J"])
    try place.expectRefusal("inspect", "two\nlines\u{1B}[2J", exitCode: 1, naming: "two\\nlines\\u{1B}[2J")
  }
}
