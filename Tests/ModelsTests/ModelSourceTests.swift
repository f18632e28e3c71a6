import Graphs
import Foundation
import Models
import Tensors
import TestSupport
import Testing
import Texts

/// What a user may name as a model: folders of any layout, single files, a hub's cache.
@Suite struct ModelSourceTests {
  private let temporary = TemporaryFolder()

  /// What opening says, with the test's folder as `HERE`; nil where it opens.
  private func complaint(_ name: String, _ stated: StatedArchitecture = StatedArchitecture()) -> String? {
    do throws(ModelError) {
      _ = try Model(path: temporary.path(name), stated: stated)
      return nil
    } catch {
      return error.description.replacingOccurrences(of: temporary.url.path, with: "HERE")
    }
  }

  private func folder(_ name: String) throws -> String {
    try TinyModel.write(to: temporary.url.appendingPathComponent(name), tensors: ModelFolder.soundTensors)
  }

  private func write(_ text: String, _ name: String) throws {
    let url = temporary.url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func move(_ name: String, to other: String) throws {
    try FileManager.default.moveItem(atPath: temporary.path(name), toPath: temporary.path(other))
  }

  private static let tiny = StatedArchitecture(
    name: "vit_mine_16", arguments: ["num_heads": .number("2"), "img_size": .number("16")])

  // MARK: - Single files

  @Test func `A file opens with what the user says of it`() throws {
    _ = try folder("model")
    try move("model/model.safetensors", to: "weights.safetensors")
    #expect(
      complaint("weights.safetensors")
        == "HERE/weights.safetensors: nothing says which network these weights are; give --architecture NAME as timm calls it (and --model-arg NAME=VALUE where it differs), or put its config.json beside it"
    )
    #expect(
      complaint("weights.safetensors", StatedArchitecture(arguments: ["num_heads": .number("2")]))
        == "HERE/weights.safetensors: --model-arg changes an architecture, and nothing says which; give --architecture too"
    )
    #expect(
      complaint("weights.safetensors", StatedArchitecture(name: "vit_tiny_patch16_224"))?.hasPrefix(
        "HERE/weights.safetensors: not a 'vit_tiny_patch16_224', which --architecture says: '") == true)
    let model = try Model(path: temporary.path("weights.safetensors"), stated: Self.tiny)
    #expect(model.name == "weights" && model.input.size == 16 && model.graph.attentions[0].headCount == 2)
    #expect(model.remark?.hasPrefix("the architecture is --architecture vit_mine_16; images are prepared as") == true)
  }

  @Test func `A file that its name tells nothing of is known by its beginning`() throws {
    _ = try folder("model")
    try move("model/model.safetensors", to: "0123abcd")
    #expect(complaint("0123abcd", Self.tiny) == nil)
    try write("version https://git-lfs.github.com/spec/v1\n", "pointer")
    #expect(complaint("pointer")?.hasPrefix("HERE/pointer: is a git-lfs pointer") == true)
    try write("hello", "text")
    #expect(complaint("text")?.hasPrefix("HERE/text: no file of weights that is read (") == true)
    #expect(mkfifo(temporary.path("pipe"), 0o600) == 0)
    #expect(complaint("pipe") == "HERE/pipe: is not a regular file; name the file itself")
    try write("", "x.onnx")
    #expect(complaint("x.onnx")?.hasPrefix("HERE/x.onnx: a graph of ONNX, which is not read") == true)
  }

  @Test func `The configuration beside a file counts where it can only be its own`() throws {
    _ = try folder("model")
    #expect(complaint("model/model.safetensors") == nil)
    #expect(
      complaint("model/config.json")
        == "HERE/model/config.json: a configuration; give its folder, or the file of weights")
    try move("model/model.safetensors", to: "model/mine.safetensors")
    #expect(complaint("model/mine.safetensors") == nil)
    #expect(complaint("model") == nil)
    try write("", "model/other.safetensors")
    #expect(
      complaint("model/mine.safetensors")
        == "HERE/model/mine.safetensors: HERE/model/config.json may be that of other weights beside it ('other.safetensors'); move the file into a folder with its own config.json, or give --architecture NAME"
    )
    #expect(
      complaint("model")
        == "HERE/model: holds 2 files of weights ('mine.safetensors', 'other.safetensors'); name the one that is meant")
    #expect(complaint("model/mine.safetensors", Self.tiny) == nil)
  }

  @Test(arguments: [
    ("deit_tiny_patch16_224-a1311bcf.pth", "deit_tiny_patch16_224"),
    ("vit_tiny_patch16_224.augreg_in21k.safetensors", "vit_tiny_patch16_224"),
    ("swin_tiny_patch4_window7_224.pth", "swin_tiny_patch4_window7_224"),
  ])
  func `A file's name may tell the architecture`(name: String, architecture: String) throws {
    try write("", name)
    guard case .timm(let timm) = try ModelSource(path: temporary.path(name)).configuration else {
      Issue.record("no configuration of timm's")
      return
    }
    #expect(timm.architecture == architecture && timm.origin == .fileName(name))
    #expect(timm.input.size == 224 && timm.input.resizing == .shortSide(248))
  }

  @Test func `A proposal that the weights contradict is refused`() throws {
    _ = try folder("model")
    try move("model/model.safetensors", to: "vit_base_patch16_224-0123abcd.safetensors")
    let size = StatedArchitecture(arguments: ["img_size": .number("16")])
    let complaint = try #require(self.complaint("vit_base_patch16_224-0123abcd.safetensors", size))
    #expect(
      complaint.hasPrefix(
        "HERE/vit_base_patch16_224-0123abcd.safetensors: not a 'vit_base_patch16_224', which its name proposes: "))
    #expect(
      complaint.hasSuffix(
        "; give --architecture NAME, or --model-arg NAME=VALUE where the network differs from its name"))
  }

  @Test func `A folder with one file and no configuration`() throws {
    _ = try folder("model")
    try FileManager.default.removeItem(atPath: temporary.path("model/config.json"))
    #expect(complaint("model")?.hasPrefix("HERE/model/model.safetensors: nothing says which network") == true)
    #expect(complaint("model", Self.tiny) == nil)
  }

  // MARK: - What the user says beside a configuration

  @Test func `What the user says must not contradict the configuration`() throws {
    _ = try folder("model")
    #expect(complaint("model", StatedArchitecture(name: "vit_tiny_test", arguments: ["depth": .number("2")])) == nil)
    #expect(
      complaint("model", StatedArchitecture(name: "vit_base_patch16_224"))
        == "HERE/model/config.json: 'architecture' is vit_tiny_test, but --architecture says vit_base_patch16_224; leave out the one that is wrong"
    )
    #expect(
      complaint("model", StatedArchitecture(arguments: ["num_heads": .number("4")]))
        == "HERE/model/config.json: 'model_args.num_heads' is 2, but --model-arg num_heads says 4; leave out the one that is wrong"
    )
    #expect(
      complaint("model", StatedArchitecture(arguments: ["qk_norm": .bool(true)]))
        == "HERE/model/config.json: '--model-arg qk_norm' is true; expected false, as the plain ViT that this program computes has it"
    )
    try write("{\"model_type\": \"vit\"}", "model/config.json")
    #expect(
      complaint("model", Self.tiny)
        == "HERE/model/config.json: a configuration of the transformers library says itself what the network is; leave out --architecture and --model-arg"
    )
  }

  @Test(arguments: [
    ("num_heads=6", JSONValue.number("6")), ("depths=[2, 2]", .array([.number("2"), .number("2")])),
    ("global_pool=avg", .string("avg")), ("qkv_bias=False", .bool(false)), ("fc_norm=None", .null),
    ("x=\"a b\"", .string("a b")), ("y=true", .bool(true)), ("mlp_ratio=2.5", .number("2.5")),
  ])
  func `Arguments as a user writes them`(text: String, value: JSONValue) throws {
    #expect(try ModelArgument(text).value == value)
  }

  @Test(arguments: [
    "", "x", "=3", "3=x", "a b=1", "x=", "x=[1", "x={", "x=1 2", "x=\u{1B}[2J",
    "x=" + String(repeating: "[", count: 100),
  ])
  func `Arguments that are none`(text: String) {
    let error = #expect(throws: ModelArgument.Problem.self) { try ModelArgument(text) }
    #expect(error?.description.contains("\u{1B}") == false)
  }

  // MARK: - The hub's cache

  private static let revision = "0123456789abcdef0123456789abcdef01234567"

  /// A model of the cache, whose files are links into `blobs` as the hub's client makes them.
  private func cache(_ revision: String = revision) throws {
    let source = try folder("source")
    let snapshot = temporary.path("models--org--tiny/snapshots/" + revision)
    try FileManager.default.createDirectory(atPath: snapshot, withIntermediateDirectories: true)
    for (number, name) in ["config.json", "model.safetensors"].enumerated() {
      try write("", "models--org--tiny/blobs/\(number)")
      try FileManager.default.removeItem(atPath: temporary.path("models--org--tiny/blobs/\(number)"))
      try FileManager.default.copyItem(
        atPath: source + "/" + name, toPath: temporary.path("models--org--tiny/blobs/\(number)"))
      try FileManager.default.createSymbolicLink(
        atPath: snapshot + "/" + name, withDestinationPath: "../../blobs/\(number)")
    }
  }

  @Test(arguments: ["models--org--tiny", "models--org--tiny/snapshots", "models--org--tiny/snapshots/" + revision])
  func `A model of the cache opens at any level`(level: String) throws {
    try cache()
    #expect(try Model(path: temporary.path(level)).name == "org/tiny")
    try write(Self.revision, "models--org--tiny/refs/main")
    #expect(try Model(path: temporary.path(level)).name == "org/tiny")
    #expect(try Model(path: temporary.path(level) + "/").name == "org/tiny")
    #expect(
      complaint(".") == "HERE/.: holds no model itself, but folders of models; give one of 'models--org--tiny'")
  }

  @Test func `Which snapshot is meant must be said`() throws {
    try cache()
    try cache("ffff")
    #expect(
      complaint("models--org--tiny")
        == "HERE/models--org--tiny: holds 2 snapshots and no refs/main that names one; give one of 'snapshots/\(Self.revision)', 'snapshots/ffff'"
    )
    try write("ffff\n", "models--org--tiny/refs/main")
    #expect(complaint("models--org--tiny") == nil)
  }

  @Test(arguments: ["../../source", "..", ".", "", "/etc", "a\u{1B}[2J", "fff"])
  func `A reference leads to a snapshot or nowhere`(text: String) throws {
    try cache("ffff")
    try write(text, "models--org--tiny/refs/main")
    let complaint = try #require(self.complaint("models--org--tiny"))
    #expect(complaint.hasPrefix("HERE/models--org--tiny/refs/main: names the snapshot '"), "\(complaint)")
    #expect(complaint.hasSuffix("', which is not there; give one of 'snapshots/ffff'") && !complaint.contains("\u{1B}"))
  }

  @Test func `Links in circles and to nothing`() throws {
    try cache()
    let file = temporary.path("models--org--tiny/blobs/0")
    try FileManager.default.removeItem(atPath: file)
    #expect(
      complaint("models--org--tiny")?.hasSuffix(
        "is a symbolic link to a file that does not exist; download the file again")
        == true)
    try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: file)
    #expect(
      complaint("models--org--tiny")?.contains("config.json: cannot be read: Too many levels of symbolic links") == true
    )
    try FileManager.default.createSymbolicLink(
      atPath: temporary.path("loop"), withDestinationPath: temporary.path("loop"))
    #expect(complaint("loop")?.hasPrefix("HERE/loop: the folder cannot be read: Too many levels") == true)
    try FileManager.default.createDirectory(atPath: temporary.path("circle"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: temporary.path("circle/again"), withDestinationPath: temporary.path("circle"))
    #expect(complaint("circle")?.hasPrefix("HERE/circle: holds neither config.json nor weights") == true)
  }

  // MARK: - Folders of both libraries

  private static let zoo =
    ((try? FileManager.default.contentsOfDirectory(atPath: SharedData.path("zoo"))) ?? [])
    .filter { FileManager.default.fileExists(atPath: SharedData.path("zoo/\($0)/config.json")) }.sorted()

  @Test(.enabled(if: SharedData.isPresent, "the development data is not there"), arguments: zoo)
  func `Every folder says what it is, where its weights are and how it wants its images`(name: String) throws {
    let source = try ModelSource(path: SharedData.path("zoo/" + name))
    #expect(source.name == name && source.remark == nil)
    #expect([56, 64, 88].contains(try source.configuration.inputSpecification().size))
    #expect(!source.weights.path.hasSuffix("expected.safetensors"))
    _ = try source.weights.open()
    switch source.configuration {
    case .timm(let timm): #expect(!name.hasPrefix("hf-") && timm.origin == .configuration)
    case .transformers(let configuration): #expect(!name.hasPrefix("timm-") && configuration.modelType != nil)
    case .none: Issue.record("\(name) says what it is")
    }
  }

  // MARK: - Folders of other things

  @Test func `A folder above the model's`() throws {
    _ = try folder("models/checkpoint-10")
    _ = try folder("models/checkpoint-20")
    #expect(
      complaint("models")
        == "HERE/models: holds no model itself, but folders of models; give one of 'checkpoint-10', 'checkpoint-20'")
  }

  @Test func `An adapter`() throws {
    try write("{\"peft_type\": \"LORA\", \"base_model_name_or_path\": \"google/vit\"}", "lora/adapter_config.json")
    try write("", "lora/adapter_model.safetensors")
    #expect(
      complaint("lora")
        == "HERE/lora: an adapter (PEFT, such as LoRA) of google/vit, which is no network by itself; merge it into its base with merge_and_unload() and save that"
    )
    try write("", "bare/adapter_model.bin")
    #expect(complaint("bare")?.hasPrefix("HERE/bare: holds neither config.json nor weights") == true)
  }

  @Test func `A folder of transformers without weights`() throws {
    try write("{\"model_type\": \"vit\"}", "vit/config.json")
    #expect(complaint("vit") == "HERE/vit: has config.json, but no weights; download them too, as model.safetensors")
    try write("", "vit/model.onnx")
    #expect(
      complaint("vit")?.hasPrefix("HERE/vit: no weights that are read; the folder has model.onnx, a graph of ONNX")
        == true)
  }
}
