/// What a pickle builds: its root, and every container and object, each once, in which values refer to each other.
package struct Pickle: Sendable {
  package internal(set) var root = PickleValue.none
  /// Elements of lists, tuples and sets alike.
  package internal(set) var sequences: [[PickleValue]] = []
  package internal(set) var dictionaries: [PickleDictionary] = []
  package internal(set) var objects: [PickleObject] = []

  /// Builds what the whole of `bytes` describes, running nothing; `path` and `entry` name them in messages.
  package init(
    _ bytes: [UInt8], path: String, entry: String, limits: PickleLimits = PickleLimits()
  ) throws(TensorFileError) {
    var input = PickleInput(bytes, path: path, entry: entry)
    guard bytes.count <= limits.byteCount else { throw input.error(.tooLong) }
    try self.init(from: &input, limits: limits)
  }

  /// Builds what the next pickle of `input` describes, which then stands behind it.
  init(from input: inout PickleInput, limits: PickleLimits) throws(TensorFileError) {
    var unpickler = Unpickler(input, limits: limits)
    try unpickler.run()
    input = unpickler.input
    self = unpickler.pickle
  }

  init() {}

  /// The elements of a list, a tuple or a set; nil for anything else.
  package func elements(of value: PickleValue) -> [PickleValue]? {
    switch value {
    case .list(let place), .tuple(let place), .set(let place): sequences[place]
    default: nil
    }
  }

  package func dictionary(_ value: PickleValue) -> PickleDictionary? {
    if case .dictionary(let place) = value { dictionaries[place] } else { nil }
  }

  package func object(_ value: PickleValue) -> PickleObject? {
    if case .object(let place) = value { objects[place] } else { nil }
  }

  package func tensor(_ value: PickleValue) -> PickledTensor? {
    if case .tensor(let tensor) = object(value) { tensor } else { nil }
  }
}
