import Foundation
package import TensorFiles
package import Tensors
import Texts

/// What can be wrong with a model folder that a user brings.
package enum ModelError: Error, Sendable {
  case folderMissing(path: String)
  case notAFolder(path: String)
  case folderUnreadable(path: String, errorNumber: Int32)
  /// The folder in which a hub's client keeps downloads; the model is in one further down.
  case downloadCache(path: String)
  case fileMissing(path: String)
  case file(path: String, RegularFile.Failure)
  case gitLFSPointer(path: String)
  case severalWeights(path: String, names: [String])
  /// Weights are there, but in no form or under no name that is read.
  case otherWeights(path: String, found: String, form: WeightsForm)

  case unreadableConfiguration(path: String, reason: String)
  case transformersFolder(path: String, modelType: String?)
  case missingField(path: String, field: String)
  case invalidField(path: String, field: String, value: String, expected: String)
  /// At the top names of one's own may stand; within the objects that timm reads they may not.
  case unknownMember(path: String, member: String, isAtTop: Bool = false)
  case unknownArchitecture(path: String, name: String)
  case otherArchitecture(path: String, name: String, difference: String)
  case unknownHeadCount(path: String, architecture: String)
  case memberContradictsWeights(path: String, member: String, value: String, found: String)
  case architectureContradictsWeights(
    path: String, architecture: String, member: String, value: String, found: String)

  case weights(SafetensorsError)
  case tensorFile(TensorFileError)
  case severalNetworks(path: String, prefixes: [String])
  case partlyPrefixed(path: String, prefix: String, other: String)
  case foreignNames(path: String, library: String, tensor: String)
  case missingTensor(path: String, tensor: String, similar: String?)
  case noClassifier(path: String)
  case wrongShape(path: String, tensor: String, found: Shape, expected: Shape)
  case wrongRank(path: String, tensor: String, found: Shape, expectedRank: Int)
  case positionsOfOtherSize(path: String, found: Shape, expected: Shape, inputSize: Int, fittingSize: Int?)
  case unexpectedTensor(path: String, tensor: String)
  case notFinite(path: String, tensor: String)
  case beyondLimits(path: String, problem: String)
}

extension ModelError {
  init(_ error: TensorFileError) {
    self = if case .safetensors(let error) = error { .weights(error) } else { .tensorFile(error) }
  }
}

extension ModelError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .folderMissing(let path):
      "\(path.printable): no such folder; give the folder that holds config.json and model.safetensors"
    case .notAFolder(let path):
      "\(path.printable): not a folder; give the folder that holds config.json and model.safetensors"
    case .folderUnreadable(let path, let errorNumber):
      "\(path.printable): the folder cannot be read: \(String(cString: strerror(errorNumber)))"
    case .downloadCache(let path):
      "\(path.printable): a cache of downloads; give the folder below snapshots/ that holds config.json"
    case .fileMissing(let path):
      "\(path.printable): no such file; a model folder holds config.json and model.safetensors, as on timm's hub"
    case .file(let path, let failure):
      "\(path.printable): \(failure.explanation)"
    case .gitLFSPointer(let path):
      "\(path.printable): \(GitLFSPointer.explanation)"
    case .severalWeights(let path, let names):
      "\(path.printable): holds \(names.count) files of weights (\(names.prefix(4).map { "'\($0.shown)'" }.joined(separator: ", "))); leave the one that is meant"
    case .otherWeights(let path, let found, let form):
      "\(path.printable): no such file; the folder has \(found.printable(limit: 80)), \(form.remedy)"

    case .unreadableConfiguration(let path, let reason):
      "\(path.printable): not a model configuration (\(reason))"
    case .transformersFolder(let path, let modelType):
      "\(path.printable): a configuration of the transformers library\(modelType.map { " (model_type \"\($0.printable(limit: 40))\")" } ?? ""); this program reads folders in timm's form, such as the hub's timm/deit_tiny_patch16_224.fb_in1k"
    case .missingField(let path, let field):
      "\(path.printable): the field '\(field)' is missing; add it as timm writes it"
    case .invalidField(let path, let field, let value, let expected):
      "\(path.printable): '\(field)' is \(value.shown); expected \(expected.printable)"
    case .unknownMember(let path, let member, let isAtTop):
      "\(path.printable): '\(member.shown)' is unknown to this program, so the network may be another than it computes; remove it if it changes nothing\(isAtTop ? ", or begin its name with _" : "")"
    case .unknownArchitecture(let path, let name):
      "\(path.printable): unknown architecture '\(name.shown)'; this program knows plain ViT and DeiT (vit_…, deit_…)"
    case .otherArchitecture(let path, let name, let difference):
      "\(path.printable): timm's '\(name.shown)' differs from the plain ViT that this program computes: \(difference)"
    case .unknownHeadCount(let path, let architecture):
      "\(path.printable): the number of heads of '\(architecture.shown)' is not known; add \"model_args\": {\"num_heads\": …}"
    case .memberContradictsWeights(let path, let member, let value, let found):
      "\(path.printable): '\(member)' is \(value.shown), but \(found); correct it, or take the weights that belong to it"
    case .architectureContradictsWeights(let path, let architecture, let member, let value, let found):
      "\(path.printable): timm's '\(architecture.shown)' has \(member) \(value), but \(found); correct 'architecture', or say it in model_args.\(member)"

    case .weights(let error):
      error.description
    case .tensorFile(let error):
      error.description
    case .severalNetworks(let path, let prefixes):
      "\(path.printable): holds \(prefixes.count) networks (\(prefixes.prefix(4).map { "'\($0.shown)'" }.joined(separator: ", "))); save one of them alone"
    case .partlyPrefixed(let path, let prefix, let other):
      "\(path.printable): names begin with '\(prefix.shown)', but '\(other.shown)' does not; save the tensors of one network alone"
    case .foreignNames(let path, let library, let tensor):
      "\(path.printable): tensors are named as by \(library) ('\(tensor.shown)'); this program reads timm's names"
    case .missingTensor(let path, let tensor, let similar):
      "\(path.printable): the tensor '\(tensor.shown)' is missing\(similar.map { "; the file has '\($0.shown)'" } ?? "")"
    case .noClassifier(let path):
      "\(path.printable): has no classifier ('head.weight'): the weights are a feature extractor's; take those of a classifier"
    case .wrongShape(let path, let tensor, let found, let expected):
      "\(path.printable): the tensor '\(tensor.shown)' has shape \(found); expected \(expected)"
    case .wrongRank(let path, let tensor, let found, let expectedRank):
      "\(path.printable): the tensor '\(tensor.shown)' has shape \(found); expected \(expectedRank) dimensions, none of them 0"
    case .positionsOfOtherSize(let path, let found, let expected, let inputSize, let fittingSize):
      "\(path.printable): the tensor 'pos_embed' has shape \(found); expected \(expected) for input_size \(inputSize)"
        + (fittingSize.map {
          "; it fits input_size [3, \($0), \($0)]: say that in config.json, since this program does not resample it"
        }
          ?? "")
    case .unexpectedTensor(let path, let tensor):
      "\(path.printable): the tensor '\(tensor.shown)' has no place in a plain ViT or DeiT, so the model would be computed wrongly"
    case .notFinite(let path, let tensor):
      "\(path.printable): the tensor '\(tensor.shown)' holds NaN or infinite values"
    case .beyondLimits(let path, let problem):
      "\(path.printable): \(problem)"
    }
  }
}

extension WeightsForm {
  /// What to say after the file's name.
  fileprivate var remedy: String {
    switch self {
    case .safetensors: "a safetensors file of another name; rename it to model.safetensors if it holds the weights"
    case .npz:
      "weights as NumPy arrays under other names, which are not read; load them with timm and save them as safetensors"
    case .other: "which is not read; take the model in timm's form, with model.safetensors"
    }
  }
}

extension String {
  /// Text from a file as a part of a longer line.
  fileprivate var shown: String { printable(limit: 80) }
}
