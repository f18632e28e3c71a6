import Texts

/// Why a file is not one of `torch.save` that this program reads.
package enum PyTorchProblem: Error, Hashable, Sendable {
  case notPyTorch
  /// An archive without the pickle, or with several.
  case noPickle
  case script
  case unknownByteOrder(String)
  case unknownVersion
  /// The list of storages of a file of before PyTorch 1.6 is none.
  case storageList
  case storage(key: String)
  case bytesAfterStorages(begin: Int)
}

extension PyTorchProblem: CustomStringConvertible {
  /// What to say after the file's name.
  package var description: String {
    switch self {
    case .notPyTorch: "is not a file of torch.save; is it the right file?"
    case .noPickle: "is a zip archive without the one data.pkl of torch.save; is it the right file?"
    case .script: "is a TorchScript program; save the network's state_dict() by torch.save"
    case .unknownByteOrder(let name):
      "has the byte order '\(name.printable(limit: 40))', which this program does not know; save it again"
    case .unknownVersion: "is of a version of torch.save that this program does not know; save it again"
    case .storageList: "has no list of its storages behind the pickle; it is cut short: download it again"
    case .storage(let key):
      "has a damaged storage '\(key.printable(limit: 80))'; it is cut short or not whole: download it again"
    case .bytesAfterStorages(let begin): "has bytes after its last storage, from byte \(begin) on; download it again"
    }
  }
}
