import Texts

/// What the plain Vision Transformer, the one family so far, reads of a configuration; other configurations are refused
/// here before.
///
/// A member that changes the network is computed, or is what the plain Vision Transformer has, or is refused by name; so
/// is a member that nobody knows, because it may be one of those in another spelling.
extension ModelConfiguration {
  /// Throws where the configuration is not that of a plain Vision Transformer.
  func checkPlainViT(weights: WeightsLocation) throws(ModelError) {
    switch self {
    case .none(let path): throw .unknownNetwork(path: path)
    case .transformers(let configuration):
      throw .transformersFolder(path: configuration.path, modelType: configuration.modelType)
    case .timm(let timm):
      try Self.check(timm.architecture, path: timm.path)
      let top = ConfigurationFields(path: timm.path, prefix: "", members: timm.members)
      let isNested = top.has("pretrained_cfg")
      let nested = ConfigurationFields(
        path: timm.path, prefix: isNested ? "pretrained_cfg." : "", members: timm.pretrained)
      try Self.checkNames(top)
      if isNested { try PretrainedConfiguration.checkTwins(top: top, nested: nested) }
      try PretrainedConfiguration.check(nested, architecture: timm.architecture, isNested: isNested)
      _ = try arguments
      _ = try featureCount(top)
      if case .numPy(let path) = weights {
        // What is no archive at all is told as that.
        _ = try weights.open()
        throw .otherForm(path: path, form: .npz)
      }
    }
  }

  var architecture: String { plain.architecture }

  var input: InputSpecification { plain.input }

  /// `num_features` at the top: the width, for information in timm.
  var featureCount: Int? { plain.members["num_features"]?.integer }

  var arguments: ModelArguments { get throws(ModelError) { try ModelArguments(plain) } }

  private var plain: TimmConfiguration {
    guard case .timm(let configuration) = self else { preconditionFailure("checkPlainViT lets no other through") }
    return configuration
  }

  private func featureCount(_ top: ConfigurationFields) throws(ModelError) -> Int? {
    try top.has("num_features") ? top.count("num_features") : nil
  }

  /// What programs and people write beside the network: where a file comes from, and how it was made.
  private static let people: Set = [
    "architectures", "author", "authors", "base_model", "citation", "comment", "comments", "dataset", "datasets",
    "date",
    "do_pooling", "dtype", "epoch", "epochs", "homepage", "id", "initializer_range", "language", "library_name",
    "license_link",
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
