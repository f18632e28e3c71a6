import Foundation
import Models
import Tensors
import TestSupport
import Testing

/// Every way in which a model folder can be wrong gives one line that names the file and the tensor or field.
@Suite struct HostileModelTests {
  @Test func `No folder`() throws {
    let temporary = TemporaryFolder()
    let path = temporary.path("none")
    let error = #expect(throws: ModelError.self) { try Model(folder: path) }
    #expect(
      error?.description
        == "\(path): no such folder or file; give the folder that holds config.json and the weights, or a file of weights")
    let file = temporary.path("file")
    try Data().write(to: URL(fileURLWithPath: file))
    let other = #expect(throws: ModelError.self) { try Model(folder: file) }
    #expect(
      other?.description
        == "\(file): no file of weights that is read (.safetensors.index.json, .bin.index.json, .safetensors, .pth.tar, .bin, .pth, .pt, .ckpt, .npz); give one of those, or the model's folder"
    )
  }

  @Test func `A file is missing`() throws {
    let folder = try ModelFolder()
    try FileManager.default.removeItem(atPath: folder.weightsPath)
    #expect(folder.complaint() == "MODEL: has config.json, but no weights; download them too, as model.safetensors")
    try FileManager.default.removeItem(atPath: folder.configurationPath)
    #expect(
      folder.complaint()
        == "MODEL: holds neither config.json nor weights (.safetensors.index.json, .bin.index.json, .safetensors, .pth.tar, .bin, .pth, .pt, .ckpt, .npz); give a model's folder, or a file of weights"
    )
  }

  @Test(arguments: [
    ("", "MODEL/config.json: not a model configuration (it is empty)"),
    (
      "{\"architecture\": ",
      "MODEL/config.json: not a model configuration (it ends at line 1, where a value is expected)"
    ),
    (
      "{\"architecture\": \"vit_tiny_test\",\n\"architecture\": \"deit_tiny_test\"}",
      "MODEL/config.json: not a model configuration (line 2 gives 'architecture' a second time)"
    ),
    (
      "{\"crop_pct\": NaN}",
      "MODEL/config.json: not a model configuration (line 1 has NaN, which JSON does not know)"
    ),
    ("[]", "MODEL/config.json: not a model configuration (not a JSON object)"),
    ("{}", "MODEL/config.json: the field 'architecture' is missing; add it as timm writes it"),
  ])
  func `config.json is no configuration`(text: String, message: String) throws {
    #expect(try ModelFolder(configuration: text).complaint() == message)
  }

  @Test func `The architecture is missing or null`() throws {
    let message = "MODEL/config.json: the field 'architecture' is missing; add it as timm writes it"
    #expect(try ModelFolder(configuration: Self.configuration(without: "architecture")).complaint() == message)
    #expect(try ModelFolder(configuration: Self.configuration("architecture", "null")).complaint() == message)
  }

  @Test(arguments: ["crop_pct", "crop_mode", "interpolation", "mean", "std"])
  func `What timm has a default for may be missing or null`(field: String) throws {
    #expect(try ModelFolder(configuration: Self.configuration(without: field)).complaint() == nil)
    #expect(try ModelFolder(configuration: Self.configuration(field, "null")).complaint() == nil)
  }

  /// The field, its JSON, and how the message goes on after `MODEL/config.json: '`.
  static let wrongFields: [(String, String, String)] = [
    ("architecture", "7", "architecture' is 7; expected a string"),
    ("model_args", "[]", "model_args' is []; expected an object"),
    ("crop_pct", "1e400", "crop_pct' is 1e400; expected a number from 0.1 to 2"),
    ("mean", "[1e400, 0, 0]", "mean' is [1e400, 0, 0]; expected three numbers on the scale of pixels from 0 to 1"),
    ("input_size", "[3, 16, 18]", "input_size' is [3, 16, 18]; expected [3, size, size], three colours and a square"),
    ("input_size", "[1, 16, 16]", "input_size' is [1, 16, 16]; expected [3, size, size], three colours and a square"),
    ("input_size", "[16, 16]", "input_size' is [16, 16]; expected [3, size, size], three colours and a square"),
    ("input_size", "[3, 0, 0]", "input_size' is [3, 0, 0]; expected [3, size, size], three colours and a square"),
    (
      "input_size", "[3, -16, -16]",
      "input_size' is [3, -16, -16]; expected [3, size, size], three colours and a square"
    ),
    (
      "input_size", "[3, 100000, 100000]",
      "input_size' is [3, 100000, 100000]; expected [3, size, size], three colours and a square"
    ),
    ("input_size", "224", "input_size' is 224; expected [3, size, size], three colours and a square"),
    ("input_size", "[3, 18, 18]", "input_size' is 18; expected a multiple of the patch size 4"),
    ("crop_pct", "0", "crop_pct' is 0; expected a number from 0.1 to 2"),
    ("crop_pct", "2.5", "crop_pct' is 2.5; expected a number from 0.1 to 2"),
    ("crop_pct", "1e-300", "crop_pct' is 1e-300; expected a number from 0.1 to 2"),
    ("crop_pct", "\"0.9\"", "crop_pct' is \"0.9\"; expected a number from 0.1 to 2"),
    ("crop_mode", "\"fit\"", "crop_mode' is \"fit\"; expected center, squash, border"),
    (
      "interpolation", "\"random\"",
      "interpolation' is \"random\"; expected the one that evaluation shall use, such as \"bicubic\"; random is for training"
    ),
    ("std", "[1e-40, 1, 1]", "std' is [1e-40, 1, 1]; expected numbers by which pixels can be divided"),
    ("interpolation", "\"cubic\"", "interpolation' is \"cubic\"; expected nearest, box, bilinear, hamming, bicubic, lanczos"),
    ("interpolation", "[]", "interpolation' is []; expected a string"),
    ("mean", "[0.5, 0.5]", "mean' is [0.5, 0.5]; expected three numbers on the scale of pixels from 0 to 1"),
    ("mean", "[1e300, 0, 0]", "mean' is [1e300, 0, 0]; expected three numbers on the scale of pixels from 0 to 1"),
    ("mean", "0.5", "mean' is 0.5; expected three numbers on the scale of pixels from 0 to 1"),
    ("std", "[0.5, 0, 0.5]", "std' is [0.5, 0, 0.5]; expected three numbers above 0 on the scale of pixels from 0 to 1"),
    ("std", "[0.5, -1, 0.5]", "std' is [0.5, -1, 0.5]; expected three numbers above 0 on the scale of pixels from 0 to 1"),
    ("std", "[1e-60, 1, 1]", "std' is [1e-60, 1, 1]; expected three numbers above 0 on the scale of pixels from 0 to 1"),
    ("crop_pct", "true", "crop_pct' is true; expected a number from 0.1 to 2"),
    (
      "input_size", "[3, 16, 16, \"x\"]",
      "input_size' is [3, 16, 16, \"x\"]; expected [3, size, size], three colours and a square"
    ),
    ("mean", "[true, 0, 0]", "mean' is [true, 0, 0]; expected three numbers on the scale of pixels from 0 to 1"),
    (
      "interpolation", "\"bi\\ncubic\"",
      "interpolation' is \"bi\\ncubic\"; expected nearest, box, bilinear, hamming, bicubic, lanczos"
    ),
    ("model_args", "{\"num_heads\": true}", "model_args.num_heads' is true; expected a positive number"),
    ("model_args", "{\"num_heads\": 0}", "model_args.num_heads' is 0; expected a positive number"),
    ("model_args", "{\"num_heads\": \"2\"}", "model_args.num_heads' is \"2\"; expected a positive number"),
    ("model_args", "{\"num_heads\": 1.5}", "model_args.num_heads' is 1.5; expected a positive number"),
    ("model_args", "{\"num_heads\": 3}", "model_args.num_heads' is 3; expected a divisor of the width 32"),
  ]

  @Test(arguments: wrongFields)
  func `A field is wrong`(field: String, json: String, message: String) throws {
    let complaint = try ModelFolder(configuration: Self.configuration(field, json)).complaint()
    #expect(complaint == "MODEL/config.json: '" + message)
  }

  @Test func `An architecture that this program does not have`() throws {
    #expect(
      try ModelFolder(configuration: Self.configuration("architecture", "\"resnet_tiny\"")).complaint()
        == "MODEL/config.json: unknown architecture 'resnet_tiny'; this program knows plain ViT and DeiT (vit_…, deit_…)")
  }

  @Test func `The number of heads is not known`() throws {
    let configuration = Self.configuration(without: "model_args")
      .replacing("vit_tiny_test", with: "vit_strange_test")
    #expect(
      try ModelFolder(configuration: configuration).complaint()
        == "MODEL/config.json: the number of heads of 'vit_strange_test' is not known; add \"model_args\": {\"num_heads\": …}"
    )
  }

  @Test(arguments: TinyModel.tensorExtents.keys.sorted())
  func `A tensor is missing`(name: String) throws {
    var tensors = ModelFolder.soundTensors
    tensors[name] = nil
    let complaint = try ModelFolder(tensors: tensors).complaint()
    if name == "blocks.0.attn.qkv.bias" {
      // Without it the first block says that qkv has no bias, so the second block's is one too many.
      #expect(complaint?.contains("'blocks.1.attn.qkv.bias'") == true)
    } else {
      #expect(complaint == "MODEL/model.safetensors: the tensor '\(name)' is missing")
    }
  }

  @Test(
    arguments: [
      ("pos_embed", [17, 32], "[17, 32]", "[1, 17, 32]"), ("cls_token", [32], "[32]", "[1, 1, 32]"),
      ("blocks.1.mlp.fc2.weight", [128, 32], "[128, 32]", "[32, 128]"), ("norm.bias", [31], "[31]", "[32]"),
      ("patch_embed.proj.weight", [32, 1, 4, 4], "[32, 1, 4, 4]", "[32, 3, 4, 4]"),
      ("patch_embed.proj.weight", [32, 3, 4, 2], "[32, 3, 4, 2]", "[32, 3, 4, 4]"),
      ("head.weight", [5, 16], "[5, 16]", "[5, 32]"),
    ] as [(String, [Int], String, String)])
  func `A shape is wrong`(name: String, extents: [Int], found: String, expected: String) throws {
    var tensors = ModelFolder.soundTensors
    let shape = Shape(extents)
    tensors[name] = Tensor(shape: shape, elements: [Float](repeating: 0, count: shape.elementCount))
    #expect(
      try ModelFolder(tensors: tensors).complaint()
        == "MODEL/model.safetensors: the tensor '\(name)' has shape \(found); expected \(expected)")
  }

  @Test(arguments: ["dist_token", "head_dist.weight", "blocks.0.ls1.gamma", "blocks.x.norm1.weight", "fc_norm.weight"])
  func `A tensor too many`(name: String) throws {
    var tensors = ModelFolder.soundTensors
    tensors[name] = Tensor(shape: Shape([1]), elements: [0])
    #expect(
      try ModelFolder(tensors: tensors).complaint()
        == "MODEL/model.safetensors: the tensor '\(name)' has no place in a plain ViT or DeiT, so the model would be computed wrongly"
    )
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func `A weight is not a number`(value: Float) throws {
    var tensors = ModelFolder.soundTensors
    let name = "blocks.1.attn.proj.weight"
    let last = tensors[name]!.elements.count - 1
    tensors[name]!.elements[last] = value
    #expect(
      try ModelFolder(tensors: tensors).complaint()
        == "MODEL/model.safetensors: the tensor '\(name)' holds NaN or infinite values")
  }

  @Test func `Weights that are integers, or no safetensors file`() throws {
    let folder = try ModelFolder()
    var contents = ModelFolder.soundTensors.filter { $0.key != "norm.bias" }.map {
      SafetensorsFile.Content(name: $0.key, tensor: $0.value)
    }
    contents.append(
      .init(name: "norm.bias", elementType: .signed8, shape: Shape([32]), bytes: [UInt8](repeating: 0, count: 32)))
    try SafetensorsFile.write(contents, to: folder.weightsPath)
    #expect(
      folder.complaint() == "MODEL/model.safetensors: 'norm.bias' holds I8, not floating-point numbers; save it as F32")

    let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.weightsPath))
    try bytes.prefix(bytes.count - 4).write(to: URL(fileURLWithPath: folder.weightsPath))
    #expect(folder.complaint()?.hasPrefix("MODEL/model.safetensors") == true)
    try Data("<html>".utf8).write(to: URL(fileURLWithPath: folder.weightsPath))
    #expect(folder.complaint()?.hasPrefix("MODEL/model.safetensors") == true)
  }

  /// The tiny model's configuration with one field's JSON replaced; `model_args` and `architecture` stand at the top.
  static func configuration(_ field: String, _ json: String) -> String {
    assemble(fields.map { $0 == field ? ($0, json) : ($0, defaults[$0]!) })
  }

  static func configuration(without field: String) -> String {
    assemble(fields.filter { $0 != field }.map { ($0, defaults[$0]!) })
  }

  static let fields = [
    "architecture", "model_args", "input_size", "interpolation", "crop_pct", "crop_mode", "mean", "std",
  ]
  private static let defaults = [
    "architecture": "\"vit_tiny_test\"", "model_args": "{\"num_heads\": 2}", "input_size": "[3, 16, 16]",
    "interpolation": "\"bicubic\"", "crop_pct": "1.0", "crop_mode": "\"center\"", "mean": "[0.5, 0.5, 0.5]",
    "std": "[0.25, 0.25, 0.25]",
  ]

  private static func assemble(_ members: [(String, String)]) -> String {
    let isTop = { (name: String) in name == "architecture" || name == "model_args" }
    let nested = members.filter { !isTop($0.0) }.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ")
    let top = members.filter { isTop($0.0) }.map { "\"\($0.0)\": \($0.1)" }
    return "{" + (top + ["\"pretrained_cfg\": {\(nested)}"]).joined(separator: ", ") + "}"
  }
}
