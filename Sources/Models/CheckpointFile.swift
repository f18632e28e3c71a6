import TensorFiles
import Tensors
import Texts

/// A model's weights on disk under timm's names: what wrappers put before every name is taken off.
///
/// Data-parallel training puts `module.` there, `torch.compile` `_orig_mod.`, a training framework `model.`, and so on.
struct CheckpointFile {
  let path: String
  let file: any TensorFile
  /// What stands before every tensor's name; empty where nothing does.
  let prefix: String
  /// Without the prefix, sorted.
  let names: [String]

  /// The tensor that every plain Vision Transformer has, and by which a prefix is known.
  static let landmark = "patch_embed.proj.weight"

  init(_ location: WeightsLocation) throws(ModelError) {
    path = location.path
    file = try location.open()
    prefix = try Self.prefix(of: file.names, path: path)
    names = prefix.isEmpty ? file.names : file.names.map { [prefix] in String($0.dropFirst(prefix.count)) }
  }

  /// The name in the file.
  private func stored(_ name: String) -> String { prefix + name }

  func contains(_ name: String) -> Bool { file.contains(stored(name)) }

  func shape(of name: String) -> Shape? { file.shape(of: stored(name)) }

  /// The shape of a tensor that must be there, have `rank` dimensions and elements.
  func extents(of name: String, rank: Int) throws(ModelError) -> [Int] {
    guard let shape = shape(of: name) else { throw missing(name) }
    guard shape.dimensions.count == rank, shape.elementCount > 0 else {
      throw .wrongRank(path: path, tensor: name, found: shape, expectedRank: rank)
    }
    return shape.dimensions
  }

  /// The error of a tensor that is not there, with the one that may be meant.
  func missing(_ name: String) -> ModelError {
    for (ending, library) in Self.foreignEndings {
      if let tensor = file.names.first(where: { $0.hasSuffix(ending) }) {
        return .foreignNames(path: path, library: library, tensor: tensor)
      }
    }
    return .missingTensor(path: path, tensor: name, similar: similar(to: name))
  }

  /// A tensor without a place of its own whose name is near; nil where there is none.
  func similar(to name: String) -> String? {
    SimilarName.nearest(to: name, among: names.filter { !VisionTransformer.isTensorName($0) }).map(stored)
  }

  /// How the patch embedding is called elsewhere.
  private static let foreignEndings = [
    ("embeddings.patch_embeddings.projection.weight", "the transformers library"), ("conv_proj.weight", "torchvision"),
    ("visual.conv1.weight", "CLIP"),
  ]

  private static func prefix(of names: [String], path: String) throws(ModelError) -> String {
    guard !names.contains(landmark) else { return "" }
    let prefixes = names.filter { $0.hasSuffix("." + landmark) }.map { String($0.dropLast(landmark.count)) }
    guard let prefix = prefixes.first else { return "" }
    guard prefixes.count == 1 else { throw .severalNetworks(path: path, prefixes: prefixes) }
    if let other = names.first(where: { !$0.hasPrefix(prefix) }) {
      throw .partlyPrefixed(path: path, prefix: prefix, other: other)
    }
    return prefix
  }
}
