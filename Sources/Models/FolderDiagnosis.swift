import Foundation
import Tensors
import Texts

/// What a folder is that holds no model which can be opened.
enum FolderDiagnosis {
  /// Subfolders that are looked into.
  private static let folderLimit = 200

  /// Throws where the folder is a known thing of another kind, whatever else it holds.
  static func refuseOtherKinds(_ contents: ModelFolderContents) throws(ModelError) {
    if contents.contains("adapter_config.json") {
      let members = try ConfigurationFile(path: contents.file("adapter_config.json")).members
      throw .adapter(path: contents.path, base: members["base_model_name_or_path"]?.string)
    }
    let models = HubCache.models(in: contents)
    if !models.isEmpty, !contents.contains(ModelFolderContents.configurationName) {
      throw .severalModels(path: contents.path, names: models)
    }
  }

  /// The error of a folder without weights in a form that is read.
  static func withoutWeights(_ contents: ModelFolderContents) -> ModelError {
    let hasConfiguration = contents.contains(ModelFolderContents.configurationName)
    if let (name, form) = otherWeights(contents.names) {
      return .otherWeights(path: contents.path, found: name, form: form)
    }
    if !hasConfiguration {
      let below = foldersWithModels(contents)
      if !below.isEmpty { return .severalModels(path: contents.path, names: below) }
    }
    return hasConfiguration
      ? .noWeights(path: contents.path) : .notAModel(path: contents.path)
  }

  /// The form, not read, of a file of that name; nil where the name tells none.
  static func otherForm(of name: String) -> WeightsForm? {
    let name = name.lowercased()
    return endings.first { name.hasSuffix($0.ending) }?.form
  }

  private static let endings: [(ending: String, form: WeightsForm)] = [
    (".h5", .tensorFlow), (".keras", .tensorFlow), ("saved_model.pb", .tensorFlow), (".ckpt.index", .tensorFlow),
    (".tflite", .tensorFlow), (".msgpack", .flax), (".onnx", .onnx), (".gguf", .other), (".ot", .other),
    ("openvino_model.xml", .other), (".mlmodel", .other), (".mlpackage", .other), (".engine", .other),
  ]

  private static func otherWeights(_ names: [String]) -> (name: String, form: WeightsForm)? {
    for name in names {
      if let form = otherForm(of: name) { return (name, form) }
    }
    return names.contains("onnx") ? ("onnx/", .onnx) : nil
  }

  /// Folders right below in which a model is; none is followed further, so links cannot lead in circles.
  private static func foldersWithModels(_ contents: ModelFolderContents) -> [String] {
    contents.names.filter { !$0.hasPrefix(".") }.prefix(folderLimit).filter { name in
      let folder = contents.file(name)
      return [ModelFolderContents.configurationName, ModelFolderContents.weightsName, "snapshots"].contains {
        access(folder + "/" + $0, F_OK) == 0
      }
    }
  }
}
