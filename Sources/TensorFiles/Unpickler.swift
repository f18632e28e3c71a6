/// Follows a pickle's opcodes and builds plain values, containers and descriptions of tensors; runs nothing.
///
/// Every other program's unpickler looks up the names in a pickle and calls what it finds, which lets a file run anything.
/// Here a name is compared with those of `PickleGlobal`. Time and memory are linear in the pickle's length, within
/// `PickleLimits`.
struct Unpickler {
  var input: PickleInput
  let limits: PickleLimits
  var pickle = Pickle()
  private var stack: [PickleValue] = []
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  private var objectCount = 0
  private var copiedByteCount = 0

  init(_ input: PickleInput, limits: PickleLimits) {
    self.input = input
    self.limits = limits
  }

  /// Up to the end of the pickle, which leaves its root.
  mutating func run() throws(TensorFileError) {
    while true {
      let byte = try input.byte()
      guard let opcode = PickleOpcode(rawValue: byte) else { throw input.error(.unknownOpcode(byte)) }
      if opcode == .stop {
        pickle.root = try pop()
        return
      }
      try follow(opcode)
    }
  }

  private mutating func follow(_ opcode: PickleOpcode) throws(TensorFileError) {
    switch opcode {
    case .stop, .frame, .protocolVersion: try followFraming(opcode)
    case .mark:
      guard marks.count < limits.markCount else { throw input.error(.tooDeep(limit: limits.markCount)) }
      marks.append(stack.count)
    case .pop:
      // Where a mark is on top, it is the mark that goes.
      if stack.count > (marks.last ?? 0) { _ = try pop() } else if marks.popLast() == nil { throw malformed }
    case .popMark: _ = try popToMark()
    case .duplicate: try push(try top())
    case .putText, .put1, .put4, .memoize, .getText, .get1, .get4: try followMemo(opcode)
    case .emptyTuple, .tuple, .tuple1, .tuple2, .tuple3, .emptyList, .list, .append, .appends, .emptySet, .addItems,
      .frozenSet, .emptyDictionary, .dictionary, .setItem, .setItems:
      try followContainers(opcode)
    case .global, .globalStacked, .instance, .object, .reduce, .newObject, .newObjectNamed, .build, .persistent,
      .persistentText, .extension1, .extension2, .extension4, .nextBuffer, .readOnlyBuffer:
      try followObjects(opcode)
    default: try push(try plainValue(opcode))
    }
  }

  private mutating func followFraming(_ opcode: PickleOpcode) throws(TensorFileError) {
    if opcode == .protocolVersion {
      let version = try input.number(1)
      guard version <= 5 else { throw input.error(.unknownProtocol(version)) }
    } else {
      // Frames are there to be read in one piece and mean nothing else.
      try input.check(try input.number(8))
    }
  }

  private mutating func followMemo(_ opcode: PickleOpcode) throws(TensorFileError) {
    switch opcode {
    case .put1: try remember(try input.number(1))
    case .put4: try remember(try input.number(4))
    case .putText: try remember(try indexLine())
    case .memoize: try remember(memo.count)
    case .get1: try recall(try input.number(1))
    case .get4: try recall(try input.number(4))
    default: try recall(try indexLine())
    }
  }

  private mutating func indexLine() throws(TensorFileError) -> Int {
    let text = String(decoding: try input.line(limit: 20), as: UTF8.self)
    guard let index = Int(text), index >= 0 else { throw input.error(.badNumber(text)) }
    return index
  }

  private mutating func remember(_ index: Int) throws(TensorFileError) {
    memo[index] = try top()
    guard memo.count <= limits.memoCount else { throw input.error(.tooManyMemos(limit: limits.memoCount)) }
  }

  private mutating func recall(_ index: Int) throws(TensorFileError) {
    guard let value = memo[index] else { throw input.error(.memoMissing(index)) }
    try push(value)
  }

  // MARK: - The stack

  var malformed: TensorFileError { input.error(.malformed) }

  mutating func push(_ value: PickleValue) throws(TensorFileError) {
    guard stack.count < limits.stackCount else { throw input.error(.tooDeep(limit: limits.stackCount)) }
    stack.append(value)
  }

  func top() throws(TensorFileError) -> PickleValue {
    guard let value = stack.last, stack.count > (marks.last ?? 0) else { throw malformed }
    return value
  }

  mutating func pop() throws(TensorFileError) -> PickleValue {
    let value = try top()
    stack.removeLast()
    return value
  }

  /// What lies above the last mark, which goes too.
  mutating func popToMark() throws(TensorFileError) -> [PickleValue] {
    guard let mark = marks.popLast() else { throw malformed }
    let values = Array(stack[mark...])
    stack.removeSubrange(mark...)
    return values
  }

  // MARK: - What is built

  /// Counts what is about to be built against the limit.
  mutating func charge(_ count: Int) throws(TensorFileError) {
    let (sum, overflows) = objectCount.addingReportingOverflow(count)
    guard !overflows, sum <= limits.objectCount else {
      throw input.error(.tooManyObjects(limit: limits.objectCount))
    }
    objectCount = sum
  }

  /// Counts bytes that are made or looked through again, which a pickle asks for by one byte.
  mutating func charge(bytes count: Int) throws(TensorFileError) {
    copiedByteCount += count
    guard copiedByteCount <= limits.byteCount else { throw input.error(.tooLong) }
  }

  mutating func newSequence(_ elements: [PickleValue]) throws(TensorFileError) -> Int {
    try charge(1 + elements.count)
    pickle.sequences.append(elements)
    return pickle.sequences.count - 1
  }

  mutating func newDictionary() throws(TensorFileError) -> PickleValue {
    try charge(1)
    pickle.dictionaries.append(PickleDictionary())
    return .dictionary(pickle.dictionaries.count - 1)
  }

  mutating func new(_ object: PickleObject) throws(TensorFileError) -> PickleValue {
    try charge(1)
    pickle.objects.append(object)
    return .object(pickle.objects.count - 1)
  }
}
