import Tensors
import Texts

/// A model folder's `config.json`, as timm writes it; older files have `pretrained_cfg`'s fields at the top.
///
/// A member that changes the network or its images is computed, or is what the plain Vision Transformer has, or is
/// refused by name; nothing of that kind is passed over. Members of other names at the top are for people.
struct ModelConfiguration {
  let path: String
  let architecture: String
  let arguments: ModelArguments
  let input: InputSpecification
  /// `num_features` at the top: the width, for information in timm.
  let featureCount: Int?
  /// All of the file, for members that say nothing of the network.
  let members: [String: JSONValue]

  init(path: String) throws(ModelError) {
    let file = try ConfigurationFile(path: path)
    self.path = path
    members = file.members
    let top = ConfigurationFields(path: path, prefix: "", members: file.members)
    if file.members["architecture"] == nil, ["model_type", "architectures"].contains(where: top.has) {
      throw .transformersFolder(path: path, modelType: file.members["model_type"]?.string)
    }
    var preprocessing = top
    if top.has("pretrained_cfg") {
      preprocessing = ConfigurationFields(
        path: path, prefix: "pretrained_cfg.", members: try top.object("pretrained_cfg"))
      try PretrainedConfiguration.checkTwins(top: top, nested: preprocessing)
    }
    architecture = try top.string("architecture")
    try Self.check(architecture, path: path)
    try PretrainedConfiguration.check(preprocessing, architecture: architecture, isNested: top.has("pretrained_cfg"))
    arguments = try ModelArguments(top: top, architecture: architecture, pretrained: preprocessing)
    featureCount = try top.has("num_features") ? top.count("num_features") : nil
    input = try preprocessing.input()
  }

  private static func check(_ architecture: String, path: String) throws(ModelError) {
    let name = TimmArchitecture.withoutTag(architecture)
    if let difference = OtherTimmArchitectures.difference(of: name) {
      throw .otherArchitecture(path: path, name: architecture, difference: difference)
    }
    let isKnown = TimmArchitecture.arguments(of: name) != nil || ["vit_", "deit_"].contains(where: name.hasPrefix)
    guard isKnown else { throw .unknownArchitecture(path: path, name: architecture) }
  }
}
