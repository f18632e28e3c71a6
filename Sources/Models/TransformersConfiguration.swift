package import Texts

/// What a model says of itself in transformers' words: its `config.json`, and how its images are prepared.
package struct TransformersConfiguration: Sendable {
  /// `config.json`.
  package let path: String
  /// All of it.
  package let members: [String: JSONValue]
  /// `model_type`, by which transformers tells families apart.
  package let modelType: String?
  /// The classes that were saved, such as `ViTForImageClassification`.
  package let classNames: [String]
  private let folder: ModelFolderContents

  init(_ file: ConfigurationFile, folder: ModelFolderContents) {
    path = file.path
    members = file.members
    modelType = members["model_type"]?.string
    classNames = members["architectures"]?.array?.compactMap(\.string) ?? []
    self.folder = folder
  }

  /// Reads `preprocessor_config.json`, or what newer versions of transformers keep of it in `processor_config.json`.
  package func inputSpecification() throws(ModelError) -> InputSpecification {
    var fields: ConfigurationFields?
    if let path = folder.path(of: "processor_config.json") {
      let members = try ConfigurationFile(path: path).members
      if let own = members["image_processor"]?.object {
        fields = ConfigurationFields(path: path, prefix: "image_processor.", members: own)
      }
    }
    if fields == nil, let path = folder.path(of: "preprocessor_config.json") {
      fields = ConfigurationFields(path: path, prefix: "", members: try ConfigurationFile(path: path).members)
    }
    guard let fields else { throw .noPreprocessor(path: folder.file("preprocessor_config.json")) }
    return try TransformersPreprocessing(fields, modelType: modelType).input()
  }
}
