package import Tensors

/// What can be wrong with a model folder that a user brings.
package enum ModelError: Error, Sendable {
  case folderMissing(path: String)
  case fileMissing(path: String)
  case unreadableConfiguration(path: String, reason: String)
  case missingField(path: String, field: String)
  case invalidField(path: String, field: String, value: String, expected: String)
  case unknownArchitecture(path: String, name: String)
  case unknownHeadCount(path: String, architecture: String)
  case missingTensor(path: String, tensor: String)
  case wrongShape(path: String, tensor: String, found: Shape, expected: Shape)
  case wrongRank(path: String, tensor: String, found: Shape, expectedRank: Int)
  case unexpectedTensor(path: String, tensor: String)
  case notFinite(path: String, tensor: String)
  case weights(SafetensorsError)
}

extension ModelError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .folderMissing(let path):
      "\(path): no such folder; give the folder that holds config.json and model.safetensors"
    case .fileMissing(let path):
      "\(path): no such file; a model folder holds config.json and model.safetensors, as on timm's hub"
    case .unreadableConfiguration(let path, let reason):
      "\(path): not a model configuration (\(reason))"
    case .missingField(let path, let field):
      "\(path): the field '\(field)' is missing; add it as timm writes it"
    case .invalidField(let path, let field, let value, let expected):
      "\(path): '\(field)' is \(value.shown); expected \(expected)"
    case .unknownArchitecture(let path, let name):
      "\(path): unknown architecture '\(name.shown)'; this program knows plain ViT and DeiT (vit_…, deit_…)"
    case .unknownHeadCount(let path, let architecture):
      "\(path): the number of heads of '\(architecture.shown)' is not known; add \"model_args\": {\"num_heads\": …}"
    case .missingTensor(let path, let tensor):
      "\(path): the tensor '\(tensor.shown)' is missing"
    case .wrongShape(let path, let tensor, let found, let expected):
      "\(path): the tensor '\(tensor.shown)' has shape \(found); expected \(expected)"
    case .wrongRank(let path, let tensor, let found, let expectedRank):
      "\(path): the tensor '\(tensor.shown)' has shape \(found); expected \(expectedRank) dimensions, none of them 0"
    case .unexpectedTensor(let path, let tensor):
      "\(path): the tensor '\(tensor.shown)' has no place in a plain ViT or DeiT, so the model would be computed wrongly"
    case .notFinite(let path, let tensor):
      "\(path): the tensor '\(tensor.shown)' holds NaN or infinite values"
    case .weights(let error):
      error.description
    }
  }
}

extension String {
  /// Text from a file as a part of one line: without line breaks and terminal controls, and not endless.
  fileprivate var shown: String {
    let printable = unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) }
    return printable.count > 80 ? String(printable.prefix(80)) + "…" : String(printable)
  }
}
