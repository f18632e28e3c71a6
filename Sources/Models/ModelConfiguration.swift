import Tensors
import Texts

/// A model folder's `config.json`, as timm writes it; older files have `pretrained_cfg`'s fields at the top.
///
/// A member that changes the network or its images is computed, or is what the plain Vision Transformer has, or is
/// refused by name; so is a member that nobody knows, because it may be one of those in another spelling.
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
    }
    architecture = try top.string("architecture")
    try Self.check(architecture, path: path)
    // After the architecture, which decides what members there may be.
    try Self.checkNames(top)
    if top.has("pretrained_cfg") { try PretrainedConfiguration.checkTwins(top: top, nested: preprocessing) }
    try PretrainedConfiguration.check(preprocessing, architecture: architecture, isNested: top.has("pretrained_cfg"))
    arguments = try ModelArguments(top: top, architecture: architecture, pretrained: preprocessing)
    featureCount = try top.has("num_features") ? top.count("num_features") : nil
    input = try preprocessing.input()
  }

  /// What programs and people write beside the network: where a file comes from, and how it was made.
  private static let people: Set = [
    "architectures", "author", "authors", "base_model", "citation", "comment", "comments", "dataset", "datasets", "date",
    "do_pooling", "dtype", "epoch", "epochs", "homepage", "id", "initializer_range", "language", "library_name", "license_link",
    "license_name", "metrics", "model_id", "model_name", "model_type", "name", "note", "pipeline_tag", "problem_type",
    "results", "seed", "step", "steps", "tags", "timm_version", "title", "torch_dtype", "torch_version", "training",
    "transformers_version", "version",
  ]
  private static let own: Set = ["architecture", "model_args", "num_features", "pretrained_cfg"]

  private static func checkNames(_ top: ConfigurationFields) throws(ModelError) {
    for (name, value) in top.members.sorted(by: { $0.key < $1.key }) where !value.isNull {
      let isKnown =
        own.contains(name) || people.contains(name) || name.hasPrefix("_") || ModelArguments.isKnown(name)
        || PretrainedConfiguration.isKnown(name) || ClassNames.fields.contains(name)
      guard isKnown else { throw .unknownMember(path: top.path, member: name, isAtTop: true) }
    }
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
