import Models

/// A plan's instructions where integer kernels run, and the points at which a run can begin.
struct IntegerProgram: Sendable {
  /// Where nothing but one operation's codes is read later: a run that has these can begin behind it.
  struct Cut: Sendable {
    let operation: Int
    /// The instruction that makes the codes.
    let instruction: Int
    let byteCount: Int
    let key: PrefixKey
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

  /// - Parameter key: what decides the codes of an operation; nil where no run should begin there.
  init(graph: ModelGraph, instructions: [IntegerInstruction], key: (Operation) -> PrefixKey?) {
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
        let readsOnlyThis = instructions[(index + 1)...].allSatisfy { later in
          later.inputs.allSatisfy { $0 >= operation.id }
        }
        if readsOnlyThis, let key = key(operation) {
          cuts.append(Cut(operation: operation.id, instruction: index, byteCount: count, key: key))
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
  var makesCodes: Bool {
    switch step {
    case .simulated, .decode, .linearReals: false
    case .encode, .embedding, .layerNorm, .linear, .linearGELU, .attention, .add: true
    }
  }
}
