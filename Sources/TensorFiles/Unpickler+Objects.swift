extension Unpickler {
  mutating func followObjects(_ opcode: PickleOpcode) throws(TensorFileError) {
    switch opcode {
    case .global:
      let module = try textLine(limit: Self.nameByteCount)
      try push(try global(module, try textLine(limit: Self.nameByteCount)))
    case .globalStacked:
      guard case .string(let name) = try pop(), case .string(let module) = try pop() else { throw malformed }
      try push(try global(module, name))
    case .instance:
      let module = try textLine(limit: Self.nameByteCount)
      let global = try global(module, try textLine(limit: Self.nameByteCount))
      try push(try build(global, try popToMark()))
    case .object:
      let values = try popToMark()
      guard let global = values.first else { throw malformed }
      try push(try build(global, Array(values.dropFirst())))
    case .reduce, .newObject:
      let arguments = try tuple(try pop())
      try push(try build(try pop(), arguments))
    case .newObjectNamed:
      guard case .dictionary = try pop() else { throw malformed }
      let arguments = try tuple(try pop())
      try push(try build(try pop(), arguments))
    case .build: try takeState()
    case .persistent: try push(try persistent(try pop()))
    case .persistentText: try push(try persistent(.string(try textLine(limit: limits.lineByteCount))))
    case .extension1: throw input.error(.extensionCode(try input.number(1)))
    case .extension2: throw input.error(.extensionCode(try input.number(2)))
    case .extension4: throw input.error(.extensionCode(try input.number(4)))
    case .nextBuffer, .readOnlyBuffer: throw input.error(.outOfBand)
    default: preconditionFailure("\(opcode) makes no object")
    }
  }

  private static let nameByteCount = 1024

  private func tuple(_ value: PickleValue) throws(TensorFileError) -> [PickleValue] {
    guard case .tuple(let place) = value else { throw malformed }
    return pickle.sequences[place]
  }

  private mutating func global(_ module: String, _ name: String) throws(TensorFileError) -> PickleValue {
    // A text from the stack may be as long as the pickle, and may be given again and again.
    guard module.utf8.count <= Self.nameByteCount, name.utf8.count <= Self.nameByteCount else { throw malformed }
    guard let global = PickleGlobal(module, name) else { throw input.error(.foreign(module + "." + name)) }
    return try new(.global(global))
  }

  /// State that would be put into an object: attributes of a dictionary or a tensor, and all that a stand-in has; dropped.
  private mutating func takeState() throws(TensorFileError) {
    _ = try pop()
    let target = try top()
    switch target {
    case .dictionary: break
    case .object: guard isStandIn(target) || pickle.tensor(target) != nil else { throw malformed }
    default: throw malformed
    }
  }

  /// What Python would get by calling `value` with `arguments`.
  private mutating func build(_ value: PickleValue, _ arguments: [PickleValue]) throws(TensorFileError) -> PickleValue {
    guard case .global(let global) = pickle.object(value) else { throw malformed }
    let wrong = input.error(.wrongArguments(global.name))
    switch global {
    case .rebuildTensor: return try tensor(arguments, wrong)
    case .rebuildParameter:
      guard let first = arguments.first, pickle.tensor(first) != nil else { throw wrong }
      return first
    case .rebuildFromType:
      guard arguments.count == 4, case .global(.tensorClass) = pickle.object(arguments[1]),
        case .global(let rebuild) = pickle.object(arguments[0]), case .tuple(let place) = arguments[2]
      else { throw wrong }
      switch rebuild {
      case .rebuildTensor, .rebuildParameter: return try build(arguments[0], pickle.sequences[place])
      default: throw wrong
      }
    case .shape:
      guard arguments.count == 1, case .tuple = arguments[0] else { throw wrong }
      return arguments[0]
    case .dictionary: return try dictionary(arguments, wrong)
    case .defaultDictionary:
      guard arguments.count <= 2 else { throw wrong }
      return try dictionary(Array(arguments.dropFirst()), wrong)
    case .list: return .list(try newSequence(try elements(arguments, wrong)))
    case .set: return .set(try newSequence(try elements(arguments, wrong)))
    case .byteArray, .encode: return .bytes(try bytes(arguments, wrong))
    case .reconstruct:
      guard arguments.count == 3, case .global(.standIn(let name)) = pickle.object(arguments[0]) else { throw wrong }
      return try new(.standIn(name))
    case .standIn(let name): return try new(.standIn(name))
    case .tensorClass, .storage: throw wrong
    }
  }

  /// The elements of the one argument, or none without one.
  private func elements(
    _ arguments: [PickleValue], _ wrong: TensorFileError
  ) throws(TensorFileError) -> [PickleValue] {
    guard let first = arguments.first else { return [] }
    guard arguments.count == 1, let elements = pickle.elements(of: first) else { throw wrong }
    return elements
  }

  /// From nothing or from pairs.
  private mutating func dictionary(
    _ arguments: [PickleValue], _ wrong: TensorFileError
  ) throws(TensorFileError) -> PickleValue {
    let pairs = try elements(arguments, wrong)
    let dictionary = try newDictionary()
    guard case .dictionary(let place) = dictionary else { throw malformed }
    for pair in pairs {
      guard let parts = pickle.elements(of: pair), parts.count == 2 else { throw wrong }
      try set(parts[0], parts[1], in: place)
    }
    return dictionary
  }

  /// From bytes, or from a text of which each character stands for a byte.
  private mutating func bytes(
    _ arguments: [PickleValue], _ wrong: TensorFileError
  ) throws(TensorFileError) -> [UInt8] {
    switch arguments.first {
    case nil: return []
    case .bytes(let bytes): return bytes
    case .string(let text):
      try charge(bytes: text.utf8.count)
      var bytes: [UInt8] = []
      for scalar in text.unicodeScalars {
        guard let byte = UInt8(exactly: scalar.value) else { throw wrong }
        bytes.append(byte)
      }
      return bytes
    default: throw wrong
    }
  }
}
