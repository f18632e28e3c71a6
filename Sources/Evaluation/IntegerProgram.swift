import Models

/// A plan's instructions where integer kernels run, and the points at which a run can begin.
struct IntegerProgram: Sendable {
  /// Where nothing but one operation's codes is read later: a run that has these can begin behind it.
  ///
  /// On a branch nothing but these and the codes of one earlier cut.
  struct Cut: Sendable {
    let operation: Int
    /// The instruction that makes the codes.
    let instruction: Int
    /// What is read later of the operation's codes.
    let bytes: Range<Int>
    let key: PrefixKey
    /// The index of the cut whose codes are read later too; nil off branches.
    let residual: Int?
  }

  let instructions: [IntegerInstruction]
  let cuts: [Cut]
  /// The buffer of each operation's codes; nil where it has none.
  let codeBuffers: [Int?]
  let codeBufferByteCounts: [Int]
  /// The most sums of any product.
  let sumCount: Int
  /// The most bytes that an embedding gathers.
  let patchByteCount: Int

  /// - Parameters:
  ///   - key: what decides the codes of an operation; nil where no run should begin there.
  ///   - branchKey: the same for operations beside a residual stream.
  init(
    graph: ModelGraph, instructions: [IntegerInstruction], key: (Operation) -> PrefixKey?,
    branchKey: (Operation) -> PrefixKey?
  ) {
    self.instructions = instructions
    var lastReads: [Int: Int] = [:]
    for (index, instruction) in instructions.enumerated() {
      for input in instruction.inputs { lastReads[input] = index }
    }
    var cuts: [Cut] = []
    var buffers = [Int?](repeating: nil, count: graph.operations.count)
    var byteCounts: [Int] = []
    var free: [Int] = []
    var sumCount = 1
    var patchByteCount = 1
    for (index, instruction) in instructions.enumerated() {
      let operation = graph.operations[instruction.output]
      let count = operation.value.elementCount
      if instruction.makesCodes {
        // The smallest buffer that is large enough, else the largest, which grows.
        let fit =
          free.filter { byteCounts[$0] >= count }.min { byteCounts[$0] < byteCounts[$1] }
          ?? free.max { byteCounts[$0] < byteCounts[$1] }
        if let fit {
          free.removeAll { $0 == fit }
          byteCounts[fit] = max(byteCounts[fit], count)
          buffers[operation.id] = fit
        } else {
          buffers[operation.id] = byteCounts.count
          byteCounts.append(count)
        }
        let later = instructions[(index + 1)...]
        let earlier = Set(later.flatMap(\.inputs).filter { $0 < operation.id })
        let bytes = instruction.row.map { $0 * operation.value.columnCount..<($0 + 1) * operation.value.columnCount }
        let residual = cuts.lastIndex { $0.residual == nil }
        if instruction.makesFloatsToo(readIn: later) {
          // A run that begins behind the codes would not have the floats.
        } else if earlier.isEmpty, let key = key(operation) {
          cuts.append(
            Cut(operation: operation.id, instruction: index, bytes: bytes ?? 0..<count, key: key, residual: nil))
        } else if let residual, earlier == [cuts[residual].operation], let key = branchKey(operation),
          !later.contains(where: { $0.readsFloats(of: cuts[residual].operation) })
        {
          cuts.append(
            Cut(operation: operation.id, instruction: index, bytes: bytes ?? 0..<count, key: key, residual: residual))
        }
      }
      for input in Set(instruction.inputs) where lastReads[input] == index {
        if let buffer = buffers[input], !free.contains(buffer) { free.append(buffer) }
      }
      switch instruction.step {
      case .linear, .linearGELU, .linearReals: sumCount = max(sumCount, count)
      case .embedding(let embedding):
        sumCount = max(sumCount, count)
        patchByteCount = max(patchByteCount, embedding.scratchByteCount)
      default: break
      }
    }
    self.cuts = cuts
    codeBuffers = buffers
    codeBufferByteCounts = byteCounts
    self.sumCount = sumCount
    self.patchByteCount = patchByteCount
  }
}

extension IntegerInstruction {
  fileprivate func readsFloats(of operation: Int) -> Bool {
    if case .simulated = step { inputs.contains(operation) } else { false }
  }

  /// Codes that were floats before; those of other instructions become floats behind them, by an instruction of its own.
  fileprivate func makesFloatsToo(readIn later: ArraySlice<IntegerInstruction>) -> Bool {
    guard case .encode = step else { return false }
    return later.contains { $0.readsFloats(of: output) }
  }

  var makesCodes: Bool {
    switch step {
    case .simulated, .decode, .linearReals: false
    case .encode, .embedding, .layerNorm, .linear, .linearGELU, .attention, .add: true
    }
  }
}
