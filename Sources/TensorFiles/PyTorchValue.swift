/// A value of a file of `torch.save`: what was saved as a tree of dictionaries, of which each level is looked at by itself.
///
/// Dictionaries may hold each other in a circle, so whoever walks through all of them bounds the depth.
package struct PyTorchValue: Sendable {
  private let pickle: Pickle
  private let value: PickleValue

  init(_ pickle: Pickle, _ value: PickleValue) {
    self.pickle = pickle
    self.value = value
  }

  /// A dictionary's entries with texts for keys, in order; nil where the value is no dictionary.
  package var members: [(key: String, value: PyTorchValue)]? {
    guard let dictionary = pickle.dictionary(value) else { return nil }
    return zip(dictionary.keys, dictionary.values).compactMap { key, value in
      guard case .string(let key) = key else { return nil }
      return (key, PyTorchValue(pickle, value))
    }
  }

  package subscript(key: String) -> PyTorchValue? {
    pickle.dictionary(value)?[.string(key)].map { PyTorchValue(pickle, $0) }
  }

  package var isDictionary: Bool { pickle.dictionary(value) != nil }

  package var isTensor: Bool { tensor != nil }

  package var text: String? { if case .string(let text) = value { text } else { nil } }

  package var integer: Int? { if case .integer(let integer) = value { integer } else { nil } }

  var tensor: PickledTensor? { pickle.tensor(value) }
}
