extension Unpickler {
  mutating func followContainers(_ opcode: PickleOpcode) throws(TensorFileError) {
    switch opcode {
    case .emptyTuple: try push(.tuple(try newSequence([])))
    case .tuple: try push(.tuple(try newSequence(try popToMark())))
    case .tuple1: try pushTuple(of: 1)
    case .tuple2: try pushTuple(of: 2)
    case .tuple3: try pushTuple(of: 3)
    case .emptyList: try push(.list(try newSequence([])))
    case .list: try push(.list(try newSequence(try popToMark())))
    case .append: try append([try pop()])
    case .appends, .addItems: try append(try popToMark())
    case .emptySet: try push(.set(try newSequence([])))
    case .frozenSet: try push(.set(try newSequence(try popToMark())))
    case .emptyDictionary: try push(try newDictionary())
    case .dictionary:
      let items = try popToMark()
      try push(try newDictionary())
      try set(items)
    case .setItem:
      let value = try pop()
      try set([try pop(), value])
    case .setItems: try set(try popToMark())
    default: preconditionFailure("\(opcode) makes no container")
    }
  }

  private mutating func pushTuple(of count: Int) throws(TensorFileError) {
    var elements: [PickleValue] = []
    for _ in 0..<count { elements.append(try pop()) }
    try push(.tuple(try newSequence(elements.reversed())))
  }

  /// Adds to the list or the set on top; an object without weights takes anything and keeps nothing.
  private mutating func append(_ values: [PickleValue]) throws(TensorFileError) {
    switch try top() {
    case .list(let place), .set(let place):
      try charge(values.count)
      pickle.sequences[place] += values
    case let other: guard isStandIn(other) else { throw malformed }
    }
  }

  /// Sets keys and values by turns in the dictionary on top.
  private mutating func set(_ items: [PickleValue]) throws(TensorFileError) {
    guard items.count.isMultiple(of: 2) else { throw malformed }
    switch try top() {
    case .dictionary(let place):
      for index in stride(from: 0, to: items.count, by: 2) { try set(items[index], items[index + 1], in: place) }
    case let other: guard isStandIn(other) else { throw malformed }
    }
  }

  mutating func set(_ key: PickleValue, _ value: PickleValue, in place: Int) throws(TensorFileError) {
    switch key {
    case .list, .dictionary, .set: throw input.error(.keyNotHashable)
    // A long key costs its length each time that it is used.
    case .string(let text): try charge(bytes: text.utf8.count)
    case .bytes(let bytes): try charge(bytes: bytes.count)
    default: break
    }
    try charge(1)
    pickle.dictionaries[place].set(key, value)
  }

  func isStandIn(_ value: PickleValue) -> Bool {
    if case .standIn = pickle.object(value) { true } else { false }
  }
}
