import TensorFiles
import Tensors

/// timm's own names, without what wrappers put before every one of them.
///
/// Data-parallel training puts `module.` there, `torch.compile` `_orig_mod.`, a training framework `model.`, and so on.
enum TimmNaming {
  /// The tensor that every family has in timm's words, and by which a prefix is known.
  static let landmark = "patch_embed.proj.weight"

  /// Nil where the names are not timm's.
  static func tensors(_ file: any TensorFile, path: String) throws(ModelError) -> NamedTensors? {
    let prefixes = file.names.filter { $0 == landmark || $0.hasSuffix("." + landmark) }
      .map { String($0.dropLast(landmark.count)) }
    guard let prefix = prefixes.first else { return nil }
    guard prefixes.count == 1 else { throw .severalNetworks(path: path, prefixes: prefixes) }
    if let other = file.names.first(where: { !$0.hasPrefix(prefix) }) {
      throw .partlyPrefixed(path: path, prefix: prefix, other: other)
    }
    var sources: [String: NamedTensors.Source] = [:]
    for name in file.names {
      guard let shape = file.shape(of: name) else { continue }
      let part = NamedTensors.Part(name: name, form: .asStored, shape: shape)
      sources[String(name.dropFirst(prefix.count))] = NamedTensors.Source(parts: [part], shape: shape)
    }
    return NamedTensors(path: path, file: file, sources: sources)
  }
}
