package import Tensors
import Texts

/// What can be wrong with a file of weights that a user brings, or with what is asked of it.
package enum TensorFileError: Error, Hashable, Sendable {
  case file(String, RegularFile.Failure)
  case safetensors(SafetensorsError)
  case empty(file: String)
  case otherFormat(file: String, ForeignFormat)

  case zip(file: String, problem: ZipProblem)
  case zipEntry(file: String, entry: String, problem: ZipEntryProblem)
  /// - Parameter entry: the pickle's name within the file.
  case pickle(file: String, entry: String, problem: PickleProblem)
  case pyTorch(file: String, problem: PyTorchProblem)
  /// What stands at `keys` is no dictionary, or nothing stands there.
  case noDictionary(file: String, keys: [String])
  case numPy(file: String, entry: String, problem: NumPyProblem)
  case index(file: String, problem: ShardIndexProblem)

  case tensor(file: String, tensor: String, problem: StoredTensorProblem)
  case noSuchTensor(file: String, tensor: String)
  case noTensors(file: String)
  case tooManyTensors(file: String, limit: Int)
  /// Tensors that share storages and together have far more elements than the file.
  case tensorsBeyondFile(file: String, byteCount: Int, limit: Int)
  /// - Parameter part: the storage or the entry that would have to be in memory as a whole.
  case noMemory(file: String, part: String, byteCount: Int)
}

extension TensorFileError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .file(let file, let failure): "\(file.printable) \(failure.explanation)"
    case .safetensors(let error): error.description
    case .empty(let file): "\(file.printable) is empty; download it again"
    case .otherFormat(let file, let format): "\(file.printable) \(Self.explanation(of: format))"
    case .zip(let file, let problem): "\(file.printable) \(problem)"
    case .zipEntry(let file, let entry, let problem):
      "\(file.printable): the entry '\(entry.printable)' \(problem)"
    case .pickle(let file, let entry, let problem): "\(file.printable): \(entry.printable) \(problem)"
    case .pyTorch(let file, let problem): "\(file.printable) \(problem)"
    case .noDictionary(let file, let keys):
      keys.isEmpty
        ? "\(file.printable) holds no dictionary of tensors; save the network's state_dict()"
        : "\(file.printable) has no dictionary at '\(keys.joined(separator: ".").printable)'; is it the right file?"
    case .numPy(let file, let entry, let problem): "\(file.printable): the array '\(entry.printable)' \(problem)"
    case .index(let file, let problem): "\(file.printable) \(problem)"
    case .tensor(let file, let tensor, let problem): "\(file.printable): '\(tensor.printable)' \(problem)"
    case .noSuchTensor(let file, let tensor):
      "\(file.printable) has no tensor '\(tensor.printable)'; is it the checkpoint of this architecture?"
    case .noTensors(let file): "\(file.printable) holds no tensor; is it the right file?"
    case .tooManyTensors(let file, let limit):
      "\(file.printable) has more than \(limit) tensors, which no model of this program has; is it the right file?"
    case .tensorsBeyondFile(let file, let byteCount, let limit):
      "\(file.printable) has tensors of \(byteCount) bytes in all, above the limit of \(limit) for what it stores; save it with .contiguous() tensors"
    case .noMemory(let file, let part, let byteCount):
      "\(file.printable): there is no memory for the \(byteCount) bytes of '\(part.printable(limit: 80))'; save each tensor by itself with .clone()"
    }
  }

  private static func explanation(of format: ForeignFormat) -> String {
    switch format {
    case .webPage: "is a web page, not weights; download the file itself, signed in if the hub asks for it"
    case .hdf5: "is an HDF5 file of Keras; use the model's PyTorch form"
    case .gitLFSPointer, .pyTorch: format.explanation
    }
  }
}
