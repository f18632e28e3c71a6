import Foundation
package import TensorFiles
package import Tensors
import Texts

/// What can be wrong with a model folder that a user brings.
package enum ModelError: Error, Sendable {
  case folderMissing(path: String)
  case notAFolder(path: String)
  case folderUnreadable(path: String, errorNumber: Int32)
  /// A hub's cache in which no snapshot of the model is.
  case emptyCache(path: String)
  case severalSnapshots(path: String, names: [String])
  case missingSnapshot(path: String, revision: String, names: [String])
  /// A folder with models further down.
  case severalModels(path: String, names: [String])
  case notAModel(path: String)
  case noWeights(path: String)
  case adapter(path: String, base: String?)
  case notWeights(path: String)
  case configurationNamed(path: String)
  case fileMissing(path: String)
  case file(path: String, RegularFile.Failure)
  case gitLFSPointer(path: String)
  case severalWeights(path: String, names: [String])
  case shardsWithoutIndex(path: String, names: [String])
  /// Weights are there, but in no form that is read.
  case otherWeights(path: String, found: String, form: WeightsForm)
  case otherForm(path: String, form: WeightsForm)

  case unreadableConfiguration(path: String, reason: String)
  case transformersFolder(path: String, modelType: String?)
  case noPreprocessor(path: String)
  /// What the user says beside the path, and the files say otherwise.
  case statedOtherwise(path: String, option: String, value: String, member: String, own: String)
  case statedForTransformers(path: String)
  case argumentsWithoutArchitecture(path: String)
  case unknownNetwork(path: String)
  /// The configuration beside a file may be that of another one.
  case ambiguousConfiguration(path: String, configuration: String, others: [String])
  case missingField(path: String, field: String)
  case invalidField(path: String, field: String, value: String, expected: String)
  /// At the top names of one's own may stand; within the objects that timm reads they may not.
  case unknownMember(path: String, member: String, isAtTop: Bool = false)
  case unknownArchitecture(path: String, name: String)
  case otherArchitecture(path: String, name: String, difference: String)
  case unknownHeadCount(path: String, architecture: String)
  case memberContradictsWeights(path: String, member: String, value: String, found: String)
  case architectureContradictsWeights(
    path: String, architecture: String, origin: ArchitectureOrigin, member: String, value: String, found: String)

  /// Weights without a configuration, which are not a network of the architecture that somebody or a name says.
  case notOfArchitecture(path: String, architecture: String, origin: ArchitectureOrigin, reason: String)

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
      "\(path.printable): no such folder or file; give the folder that holds config.json and the weights, or a file of weights"
    case .notAFolder(let path):
      "\(path.printable): not a folder; give the folder that holds config.json and the weights"
    case .folderUnreadable(let path, let errorNumber):
      "\(path.printable): the folder cannot be read: \(String(cString: strerror(errorNumber)))"
    case .emptyCache(let path):
      "\(path.printable): a cache of downloads without a snapshot; download the model again"
    case .severalSnapshots(let path, let names):
      "\(path.printable): holds \(names.count) snapshots and no refs/main that names one; give one of \(names.listed(after: "snapshots/"))"
    case .missingSnapshot(let path, let revision, let names):
      "\(path.printable): names the snapshot '\(revision.shown)', which is not there; "
        + (names.isEmpty ? "download the model again" : "give one of \(names.listed(after: "snapshots/"))")
    case .severalModels(let path, let names):
      "\(path.printable): holds no model itself, but folders of models; give one of \(names.listed())"
    case .notAModel(let path):
      "\(path.printable): holds neither config.json nor weights (\(WeightsLocation.endings.joined(separator: ", "))); give a model's folder, or a file of weights"
    case .noWeights(let path):
      "\(path.printable): has config.json, but no weights; download them too, as model.safetensors"
    case .adapter(let path, let base):
      "\(path.printable): an adapter (PEFT, such as LoRA)\(base.map { " of \($0.shown)" } ?? ""), which is no network by itself; merge it into its base with merge_and_unload() and save that"
    case .notWeights(let path):
      "\(path.printable): no file of weights that is read (\(WeightsLocation.endings.joined(separator: ", "))); give one of those, or the model's folder"
    case .configurationNamed(let path):
      "\(path.printable): a configuration; give its folder, or the file of weights"
    case .fileMissing(let path):
      "\(path.printable): no such file; a model folder holds config.json and model.safetensors, as on a hub"
    case .file(let path, let failure):
      "\(path.printable): \(failure.explanation)"
    case .gitLFSPointer(let path):
      "\(path.printable): \(GitLFSPointer.explanation)"
    case .severalWeights(let path, let names):
      "\(path.printable): holds \(names.count) files of weights (\(names.listed())); name the one that is meant"
    case .shardsWithoutIndex(let path, let names):
      "\(path.printable): holds weights in \(names.count) files (\(names.listed())) without their index; download model.safetensors.index.json or pytorch_model.bin.index.json too"
    case .otherWeights(let path, let found, let form):
      "\(path.printable): no weights that are read; the folder has \(found.printable(limit: 80)), \(form.remedy)"
    case .otherForm(let path, let form):
      "\(path.printable): \(form.remedy)"

    case .unreadableConfiguration(let path, let reason):
      "\(path.printable): not a model configuration (\(reason))"
    case .transformersFolder(let path, let modelType):
      "\(path.printable): a configuration of the transformers library\(modelType.map { " (model_type \"\($0.printable(limit: 40))\")" } ?? ""); this program reads folders in timm's form, such as the hub's timm/deit_tiny_patch16_224.fb_in1k"
    case .noPreprocessor(let path):
      "\(path.printable): no such file, and nothing else says how images are prepared; download it from where config.json is from"
    case .statedOtherwise(let path, let option, let value, let member, let own):
      "\(path.printable): '\(member.shown)' is \(own.shown), but \(option.shown) says \(value.shown); leave out the one that is wrong"
    case .statedForTransformers(let path):
      "\(path.printable): a configuration of the transformers library says itself what the network is; leave out --architecture and --model-arg"
    case .argumentsWithoutArchitecture(let path):
      "\(path.printable): --model-arg changes an architecture, and nothing says which; give --architecture too"
    case .unknownNetwork(let path):
      "\(path.printable): nothing says which network these weights are; give --architecture NAME as timm calls it (and --model-arg NAME=VALUE where it differs), or put its config.json beside it"
    case .ambiguousConfiguration(let path, let configuration, let others):
      "\(path.printable): \(configuration.printable) may be that of other weights beside it (\(others.listed())); move the file into a folder with its own config.json, or give --architecture NAME"
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
    case .architectureContradictsWeights(let path, let architecture, let origin, let member, let value, let found):
      "\(path.printable): timm's '\(architecture.shown)' has \(member) \(value), but \(found); \(origin.remedy(member))"

    case .notOfArchitecture(let path, let architecture, let origin, let reason):
      "\(path.printable): not a '\(architecture.shown)', which \(origin.said): \(reason.withoutPath(path)); "
        + "give --architecture NAME, or --model-arg NAME=VALUE where the network differs from its name"

    case .weights(let error):
      error.description
    case .tensorFile(let error):
      error.description
    case .severalNetworks(let path, let prefixes):
      "\(path.printable): holds \(prefixes.count) networks (\(prefixes.listed())); save one of them alone"
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
    case .npz:
      "weights as NumPy arrays under other names, which are not read; load them with timm and save them as safetensors"
    case .tensorFlow: "weights of TensorFlow, which are not read; take the model with model.safetensors or pytorch_model.bin"
    case .flax: "weights of Flax, which are not read; take the model with model.safetensors or pytorch_model.bin"
    case .onnx: "a graph of ONNX, which is not read; take the model with model.safetensors or pytorch_model.bin"
    case .other: "which is not read; take the model with model.safetensors or pytorch_model.bin"
    }
  }
}

extension ArchitectureOrigin {
  /// What to do where the weights are not those of the architecture.
  fileprivate func remedy(_ member: String) -> String {
    switch self {
    case .configuration: "correct 'architecture', or say it in model_args.\(member)"
    case .option, .fileName: "its argument is \(member)"
    }
  }

  /// What to say behind the architecture.
  fileprivate var said: String {
    switch self {
    case .configuration: "its config.json says"
    case .option: "--architecture says"
    case .fileName: "its name proposes"
    }
  }
}

extension [String] {
  /// The first few of a list of names, each behind `folder`.
  fileprivate func listed(after folder: String = "") -> String {
    prefix(4).map { "'\(folder)\($0.shown)'" }.joined(separator: ", ") + (count > 4 ? ", …" : "")
  }
}

extension String {
  /// Text from a file as a part of a longer line.
  fileprivate var shown: String { printable(limit: 80) }

  /// Another message without the path that it begins with.
  fileprivate func withoutPath(_ path: String) -> String {
    let beginning = path.printable + ": "
    return hasPrefix(beginning) ? String(dropFirst(beginning.count)) : self
  }
}
