import Kernels
package import Models

/// Runs a plan with integer instructions on one image at a time, in scratch memory of its own: one executor a worker.
///
/// Not Sendable: it belongs to the thread that made it.
package final class IntegerExecutor {
  private let plan: ExecutionPlan
  private let program: IntegerProgram
  /// Runs the simulated operations, and holds all values that are floats.
  private let floats: NetworkExecutor
  private let codes: [ScratchBuffer<UInt8>]
  private let sumBuffer: ScratchBuffer<Int32>
  private let patches: ScratchBuffer<UInt8>
  private let bindings: [Binding]
  private let clock: KernelClock?

  /// Codes of some rows of an operation's value: all, the only ones computed, or those of one head.
  package typealias CodeObservation =
    (_ operation: Operation, _ rows: Range<Int>, _ codes: UnsafeMutablePointer<UInt8>) -> Void

  /// What an instruction needs of its products for this executor alone.
  private enum Binding {
    case none
    case product(IntegerProduct.Binding)
    case attention(AttentionCodes.Binding)
  }

  /// Nil where no operation of the plan runs in integers.
  package convenience init?(plan: ExecutionPlan, input: InputSpecification) throws(EvaluationError) {
    guard let program = plan.program else { return nil }
    try self.init(plan: plan, program: program, input: input)
  }

  /// - Parameter clock: told what time goes to, where somebody asks.
  init(
    plan: ExecutionPlan, program: IntegerProgram, input: InputSpecification, clock: KernelClock? = nil
  ) throws(EvaluationError) {
    self.clock = clock
    self.plan = plan
    self.program = program
    floats = try NetworkExecutor(floatsOf: plan, input: input)
    do throws(KernelError) {
      var bindings: [Binding] = []
      // Blocks share one scratch memory, as only one of them runs at a time.
      var attention: [ObjectIdentifier: AttentionCodes.Binding] = [:]
      for instruction in program.instructions {
        switch instruction.step {
        case .embedding(let embedding): bindings.append(.product(try embedding.product.makeBinding()))
        case .linear(let product, _), .linearGELU(let product, _, _), .linearReals(let product, _):
          bindings.append(.product(try product.makeBinding()))
        case .attention(let products, _, _):
          let key = ObjectIdentifier(products)
          if attention[key] == nil { attention[key] = try products.makeBinding() }
          attention[key]?.clock = clock
          if let binding = attention[key] { bindings.append(.attention(binding)) }
        case .simulated, .encode, .decode, .layerNorm, .add: bindings.append(.none)
        }
      }
      self.bindings = bindings
    } catch { throw .kernel(error) }
    codes = program.codeBufferByteCounts.map { ScratchBuffer(count: $0) }
    sumBuffer = ScratchBuffer(count: program.sumCount)
    patches = ScratchBuffer(count: program.patchByteCount)
  }

  /// Runs the network on image `index` and returns its logits.
  ///
  /// - Parameters:
  ///   - slabs: what is kept of earlier runs at each of the program's cuts; the run begins behind the last one that has
  ///     the image, and fills the others. Empty: nothing is kept.
  ///   - pixels: asked for only where the run begins at the image.
  ///   - onCodes: sees the codes of each site as soon as they are made.
  /// - Returns: a view of scratch memory, valid until the next run.
  package func run(
    _ index: Int, slabs: [PrefixSlab?] = [], pixels: () throws(EvaluationError) -> [UInt8],
    onCodes: CodeObservation? = nil
  ) throws(EvaluationError) -> UnsafeBufferPointer<Float> {
    clock?.start()
    var first = 0
    for (position, cut) in program.cuts.enumerated().reversed()
    where load(index, position, slabs) && (cut.residual.map { load(index, $0, slabs) } ?? true) {
      first = cut.instruction + 1
      break
    }
    clock?.lap(.copying)
    let image = first == 0 ? try pixels() : []
    clock?.start()
    var cut = program.cuts.firstIndex { $0.instruction >= first } ?? program.cuts.count
    for position in first..<program.instructions.count {
      let instruction = program.instructions[position]
      let operation = plan.graph.operations[instruction.output]
      perform(instruction, operation, bindings[position], pixels: image, onCodes: onCodes)
      if let onCodes, instruction.makesCodes {
        let rows = instruction.row.map { $0..<$0 + 1 } ?? 0..<operation.value.rowCount
        onCodes(operation, rows, buffer(operation.id) + rows.lowerBound * operation.value.columnCount)
      }
      if cut < program.cuts.count, program.cuts[cut].instruction == position {
        if !slabs.isEmpty { slabs[cut]?.store(index, from: codes(of: program.cuts[cut])) }
        clock?.lap(.copying)
        cut += 1
      }
    }
    return UnsafeBufferPointer(floats.value(plan.graph.operations[plan.graph.operations.count - 1]))
  }

  /// False where what is kept does not have the image.
  private func load(_ index: Int, _ cut: Int, _ slabs: [PrefixSlab?]) -> Bool {
    guard cut < slabs.count, let slab = slabs[cut] else { return false }
    return slab.load(index, into: codes(of: program.cuts[cut]))
  }

  private func codes(of cut: IntegerProgram.Cut) -> UnsafeMutablePointer<UInt8> {
    buffer(cut.operation) + cut.bytes.lowerBound
  }

  private func buffer(_ operation: Int) -> UnsafeMutablePointer<UInt8> {
    guard let index = program.codeBuffers[operation] else {
      preconditionFailure("\(plan.graph.operations[operation].name) has no codes")
    }
    return codes[index].address
  }

  private func perform(
    _ instruction: IntegerInstruction, _ operation: Operation, _ binding: Binding, pixels: [UInt8],
    onCodes: CodeObservation?
  ) {
    let rows = instruction.row == nil ? operation.value.rowCount : 1
    let firstRow = instruction.row ?? 0
    let sums = sumBuffer.address
    var output: UnsafeMutablePointer<UInt8> { buffer(operation.id) + firstRow * operation.value.columnCount }
    func input(_ index: Int) -> UnsafeMutablePointer<UInt8> {
      let id = instruction.inputs[index]
      return buffer(id) + firstRow * plan.graph.operations[id].value.columnCount
    }
    switch (instruction.step, binding) {
    case (.simulated, _):
      floats.perform(operation, pixels: pixels, before: nil)
      clock?.lap(.simulated)
    case (.encode(let grid), _):
      guard let source = floats.value(operation).baseAddress else { return }
      grid.encode(source, rows: rows, into: buffer(operation.id))
      clock?.lap(.simulated)
    case (.decode(let grid), _):
      guard let target = floats.value(operation).baseAddress else { return }
      grid.decode(buffer(operation.id), rows: rows, into: target)
      clock?.lap(.simulated)
    case (.embedding(let embedding), .product(let product)):
      embedding.run(pixels, product: product, sums: sums, scratch: patches.address, clock: clock,
        into: buffer(operation.id)
      ) { codes in
        let patches = plan.graph.operations[embedding.patchOperation]
        onCodes?(patches, 0..<patches.value.rowCount, codes)
      }
    case (.layerNorm(let parameters, let source, let target, let selection), _):
      let start = (selection ?? 0) * parameters.weight.count
      IntegerLayerNorm.runCodes(
        input(0) + start, parameters, inputZeroPoint: source.zeroPoint, zeroPoint: target.zeroPoint,
        highest: target.highest, rows: rows, into: output)
      clock?.lap(.layerNorm)
    case (.linear(_, let requantization), .product(let product)):
      product.codes(input(0), requantization, sums: sums, clock: clock, into: output)
    case (.linearGELU(_, let requantization, let target), .product(let product)):
      product.geluCodes(
        input(0), requantization, scale: target.scale, zeroPoint: target.zeroPoint, sums: sums, clock: clock,
        into: output)
    case (.linearReals(_, let requantization), .product(let product)):
      guard let target = floats.value(operation).baseAddress else { return }
      product.reals(
        input(0), requantization, sums: sums, clock: clock,
        into: target + firstRow * operation.value.columnCount)
    case (.attention(_, let sites, let scores), .attention(let attention)):
      let scores = plan.graph.operations[scores]
      attention.run(buffer(instruction.inputs[0]), sites, into: buffer(operation.id)) { head, codes in
        let start = head * scores.value.columnCount + firstRow
        onCodes?(scores, start..<start + rows, codes)
      }
    case (.add(let a, let b, let target), _):
      target.add(input(0), a, input(1), b, rows: rows, into: output)
      clock?.lap(.residual)
    case (.embedding, _), (.linear, _), (.linearGELU, _), (.linearReals, _), (.attention, _):
      preconditionFailure("an instruction without its products")
    }
  }
}
