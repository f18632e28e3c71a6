import Foundation
import Models
import Tensors
import TestSupport
import Testing

/// Folders of other tools, downloads that are not there, and names that wrappers change.
@Suite struct ModelFilesTests {
  private static func prefixed(_ prefix: String) -> [String: Tensor] {
    Dictionary(uniqueKeysWithValues: ModelFolder.soundTensors.map { (prefix + $0.key, $0.value) })
  }

  @Test(arguments: ["module.", "_orig_mod.", "model.", "module._orig_mod.", "timm_model."])
  func `A prefix that all names have is taken off`(prefix: String) throws {
    let model = try ModelFolder(tensors: Self.prefixed(prefix)).open()
    #expect(model.checkpoint.tensors == ModelFolder.soundTensors)
  }

  @Test func `Two networks in a file are refused`() throws {
    let tensors = Self.prefixed("student.").merging(Self.prefixed("teacher.")) { $1 }
    #expect(
      try ModelFolder(tensors: tensors).complaint()
        == "MODEL/model.safetensors: holds 2 networks ('student.', 'teacher.'); save one of them alone")
  }

  @Test func `A prefix that some names have is refused`() throws {
    var tensors = Self.prefixed("backbone.")
    tensors["head.weight"] = tensors.removeValue(forKey: "backbone.head.weight")
    #expect(
      try ModelFolder(tensors: tensors).complaint()
        == "MODEL/model.safetensors: names begin with 'backbone.', but 'head.weight' does not; save the tensors of one network alone"
    )
  }

  @Test(arguments: [
    ("norm.weight", "norm.wieght"), ("blocks.1.mlp.fc1.bias", "blocks.1.mlp.fc_1.bias"),
    ("cls_token", "class_token"), ("patch_embed.proj.weight", "patch_embed.projection.weight"),
  ])
  func `A tensor of a similar name is told`(name: String, found: String) throws {
    var tensors = ModelFolder.soundTensors
    tensors[found] = tensors.removeValue(forKey: name)
    #expect(
      try ModelFolder(tensors: tensors).complaint()
        == "MODEL/model.safetensors: the tensor '\(name)' is missing; the file has '\(found)'")
  }

  @Test func `Names of another library are told`() throws {
    var tensors = ModelFolder.soundTensors
    let name = "vit.embeddings.patch_embeddings.projection.weight"
    tensors[name] = tensors.removeValue(forKey: "patch_embed.proj.weight")
    #expect(
      try ModelFolder(tensors: tensors).complaint()
        == "MODEL/model.safetensors: tensors are named as by the transformers library ('\(name)'); this program reads timm's names"
    )
  }

  @Test func `A feature extractor has no classifier`() throws {
    let tensors = ModelFolder.soundTensors.filter { !$0.key.hasPrefix("head.") }
    #expect(
      try ModelFolder(tensors: tensors).complaint()
        == "MODEL/model.safetensors: has no classifier ('head.weight'): the weights are a feature extractor's; take those of a classifier"
    )
  }

  @Test(arguments: [
    (65, "; it fits input_size [3, 32, 32]: say that in config.json, since this program does not resample it"),
    (18, ""),
  ])
  func `A position embedding of another size names the size that fits`(rows: Int, hint: String) throws {
    var tensors = ModelFolder.soundTensors
    let shape = Shape([1, rows, 32])
    tensors["pos_embed"] = Tensor(shape: shape, elements: [Float](repeating: 0, count: shape.elementCount))
    #expect(
      try ModelFolder(tensors: tensors).complaint()
        == "MODEL/model.safetensors: the tensor 'pos_embed' has shape [1, \(rows), 32]; expected [1, 17, 32] for input_size 16\(hint)"
    )
  }

  @Test func `A folder of the transformers library`() throws {
    let text = "{\"architectures\": [\"ViTForImageClassification\"], \"model_type\": \"vit\", \"hidden_size\": 128}"
    #expect(
      try ModelFolder(configuration: text).complaint()
        == "MODEL/config.json: a configuration of the transformers library (model_type \"vit\"); this program reads folders in timm's form, such as the hub's timm/deit_tiny_patch16_224.fb_in1k"
    )
  }

  @Test(arguments: [
    "config.json", "model.safetensors", "pytorch_model.bin", "vit.npz", "model.safetensors.index.json", "vit.safetensors",
  ])
  func `A git-lfs pointer`(name: String) throws {
    let folder = try ModelFolder()
    if name != "config.json" { try FileManager.default.removeItem(atPath: folder.weightsPath) }
    let pointer =
      "version https://git-lfs.github.com/spec/v1\noid sha256:\(String(repeating: "0", count: 64))\nsize 48\n"
    try Data(pointer.utf8).write(to: URL(fileURLWithPath: folder.path + "/" + name))
    let complaint = try #require(folder.complaint())
    #expect(complaint.hasPrefix("MODEL/\(name)"))
    #expect(
      complaint.hasSuffix(
        "is a git-lfs pointer, not the file it stands for; run 'git lfs pull' in its folder, or download the file itself"
      ))
  }

  @Test(arguments: [
    (["ViT-B_16.npz"], "MODEL/ViT-B_16.npz is empty"),
    (["vit.safetensors"], "MODEL/vit.safetensors is empty"),
    (["tf_model.h5"], "MODEL: no weights that are read; the folder has tf_model.h5, weights of TensorFlow"),
    (["flax_model.msgpack"], "MODEL: no weights that are read; the folder has flax_model.msgpack, weights of Flax"),
    (["model.onnx"], "MODEL: no weights that are read; the folder has model.onnx, a graph of ONNX"),
    (
      ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"],
      "MODEL: holds weights in 2 files ('model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors') without their index"
    ),
  ])
  func `Weights of another form`(names: [String], told: String) throws {
    let folder = try ModelFolder()
    try FileManager.default.removeItem(atPath: folder.weightsPath)
    for name in names { try Data().write(to: URL(fileURLWithPath: folder.path + "/" + name)) }
    let complaint = try #require(folder.complaint())
    #expect(complaint.hasPrefix(told), "\(complaint)")
  }

  @Test(arguments: [
    (["pytorch_model.bin"], "/pytorch_model.bin is empty; download it again"),
    (["best.pth.tar"], "/best.pth.tar is empty; download it again"),
    (["model.safetensors.index.json", "optimizer.pt"], "/model.safetensors.index.json is empty; download it again"),
    (["last.pth", "best.pth"], ": holds 2 files of weights ('best.pth', 'last.pth'); name the one that is meant"),
    (["training_args.bin"], ": has config.json, but no weights; download them too, as model.safetensors"),
  ])
  func `Weights in other forms that are read`(names: [String], told: String) throws {
    let folder = try ModelFolder()
    try FileManager.default.removeItem(atPath: folder.weightsPath)
    for name in names { try Data().write(to: URL(fileURLWithPath: folder.path + "/" + name)) }
    #expect(folder.complaint() == "MODEL" + told)
  }

  @Test func `Weights in several files with an index`() throws {
    let folder = try ModelFolder()
    try FileManager.default.removeItem(atPath: folder.weightsPath)
    let names = ModelFolder.soundTensors.keys.sorted()
    var map: [String: String] = [:]
    for part in 0..<2 {
      let file = "model-0000\(part + 1)-of-00002.safetensors"
      let tensors = ModelFolder.soundTensors.filter { names.firstIndex(of: $0.key)! % 2 == part }
      try SafetensorsFile.write(
        tensors.map { SafetensorsFile.Content(name: $0.key, tensor: $0.value) }, to: folder.path + "/" + file)
      for name in tensors.keys { map[name] = file }
    }
    let index = try JSONSerialization.data(withJSONObject: ["metadata": ["total_size": 1], "weight_map": map])
    try index.write(to: URL(fileURLWithPath: folder.path + "/model.safetensors.index.json"))
    #expect(try folder.open().checkpoint.tensors == ModelFolder.soundTensors)
  }

  /// The same weights as PyTorch saves them now, as it did before 1.6, and within a training's dictionary.
  @Test(
    .enabled(if: SharedData.isPresent, "the development data is not there"),
    arguments: ["file-pth-deit", "file-pth-legacy", "file-pth-module-prefix-half"])
  func `PyTorch's files give the weights of their safetensors twin`(name: String) throws {
    let expected = try Model(folder: SharedData.path("zoo/timm-vit")).checkpoint.tensors
    let found = try Model(folder: SharedData.path("zoo/" + name)).checkpoint
    #expect(Set(found.tensors.keys) == Set(expected.keys) && found.digest.count == 64)
    let isHalf = name.hasSuffix("half")
    for (key, tensor) in expected {
      let elements = isHalf ? tensor.elements.map { Float(Float16($0)) } : tensor.elements
      #expect(found.tensors[key] == Tensor(shape: tensor.shape, elements: elements), "\(key)")
    }
  }

  @Test func `A hub's cache, and what is no file`() throws {
    let folder = try ModelFolder()
    try FileManager.default.removeItem(atPath: folder.configurationPath)
    try FileManager.default.createSymbolicLink(atPath: folder.configurationPath, withDestinationPath: "../blobs/0123")
    #expect(
      folder.complaint()?.hasPrefix("MODEL/config.json: is a symbolic link to a file that does not exist") == true)
    try FileManager.default.removeItem(atPath: folder.configurationPath)
    #expect(mkfifo(folder.configurationPath, 0o600) == 0)
    #expect(folder.complaint() == "MODEL/config.json: is not a regular file; name the file itself")
    try FileManager.default.removeItem(atPath: folder.configurationPath)
    try FileManager.default.createDirectory(atPath: folder.path + "/snapshots", withIntermediateDirectories: true)
    #expect(folder.complaint() == "MODEL: a cache of downloads without a snapshot; download the model again")
  }

  @Test func `A configuration too large to be one`() throws {
    let folder = try ModelFolder()
    #expect(truncate(folder.configurationPath, 1 << 40) == 0)
    #expect(
      folder.complaint()
        == "MODEL/config.json: has 1099511627776 bytes, above the limit of 16777216; is it the right file?")
  }

  @Test func `Marks and line ends of other systems`() throws {
    let text = "\u{FEFF}" + TinyModel.configuration.replacing("\n", with: "\r\n")
    #expect(try ModelFolder(configuration: text).complaint() == nil)
    let folder = try ModelFolder()
    try #require(TinyModel.configuration.data(using: .utf16)).write(to: URL(fileURLWithPath: folder.configurationPath))
    #expect(
      folder.complaint()
        == "MODEL/config.json: not a model configuration (it is UTF-16 or UTF-32 text; save it as UTF-8)")
  }
}
