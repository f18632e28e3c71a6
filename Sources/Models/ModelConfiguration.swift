package import Texts

/// What a model says of itself, in whose words.
package enum ModelConfiguration: Sendable {
  case timm(TimmConfiguration)
  case transformers(TransformersConfiguration)
  /// Neither a file nor the user says which network the weights are.
  case none(weightsPath: String)

  /// The file that messages name.
  package var path: String {
    switch self {
    case .timm(let configuration): configuration.path
    case .transformers(let configuration): configuration.path
    case .none(let path): path
    }
  }

  /// All of `config.json`, for members that say nothing of the network; empty where there is none.
  package var members: [String: JSONValue] {
    switch self {
    case .timm(let configuration): configuration.members
    case .transformers(let configuration): configuration.members
    case .none: [:]
    }
  }

  /// The configuration in `file`, whichever library wrote it.
  init(_ file: ConfigurationFile, in folder: ModelFolderContents, stated: StatedArchitecture) throws(ModelError) {
    let top = ConfigurationFields(path: file.path, prefix: "", members: file.members)
    guard !top.has("architecture"), ["model_type", "architectures"].contains(where: top.has) else {
      self = .timm(try TimmConfiguration(file, stated: stated))
      return
    }
    guard stated.isEmpty else { throw .statedForTransformers(path: file.path) }
    self = .transformers(TransformersConfiguration(file, folder: folder))
  }

  /// How the model wants its images; where nothing is said of the network, as timm's defaults are.
  package func inputSpecification() throws(ModelError) -> InputSpecification {
    switch self {
    case .timm(let configuration): configuration.input
    case .transformers(let configuration): try configuration.inputSpecification()
    case .none(let path):
      try TimmPreprocessing(fields: ConfigurationFields(path: path, prefix: "", members: [:]), networkSize: nil).input()
    }
  }
}
