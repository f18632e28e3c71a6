package import Graphs
import Kernels
package import Models
import Quantization

/// Runs a plan on one image at a time, in scratch memory of its own: one executor a worker.
///
/// One image at a time, because then no result can depend on a batch's size or on the number of workers, and because
/// the activations of one image stay in the core's own cache. Not Sendable: it belongs to the thread that made it.
package final class Executor {
  /// Sees a node's value in floats: right after it was computed, or, for a site, also before it is quantized.
  package typealias Observation = (_ node: Node, _ value: UnsafeMutableBufferPointer<Float>) -> Void
  /// Codes of some rows of a node's value: all, the only ones computed, or those of one head.
  package typealias CodeObservation =
    (_ node: Node, _ rows: Range<Int>, _ codes: UnsafeMutablePointer<UInt8>) -> Void

  /// What somebody sees while a run goes on.
  package struct Observers {
    /// Every site's value before its quantizer, of nodes that run in float.
    package var before: Observation?
    /// Every value that is made in floats.
    package var after: Observation?
    /// The codes of each site as soon as they are made.
    package var codes: CodeObservation?

    package init(before: Observation? = nil, after: Observation? = nil, codes: CodeObservation? = nil) {
      self.before = before
      self.after = after
      self.codes = codes
    }
  }

  package let plan: Plan
  private let image: ImageInput
  private let buffers: [ScratchBuffer<UInt8>]
  /// Copies of what no image changes, which instructions read like any other value.
  private let constants: [Place: ScratchBuffer<UInt8>]
  private let bindings: [KernelBinding]
  private let steps: [Step]
  private let sums: ScratchBuffer<Int32>
  private let patchCodes: ScratchBuffer<UInt8>
  private let patches: ScratchBuffer<Float>
  private let clock: KernelClock?

  /// An instruction with the memory that it reads and writes; the pointers are those of this executor's own buffers.
  private struct Step {
    let instruction: Instruction
    let node: Node
    let inputs: [UnsafeMutablePointer<UInt8>]
    let shapes: [ValueShape]
    let output: UnsafeMutablePointer<UInt8>
    /// Whether an in-place kernel writes elsewhere than it reads.
    let copies: Bool

    var floatInputs: [UnsafePointer<Float>] { inputs.map(Step.floats) }
    var floatOutput: UnsafeMutablePointer<Float> {
      UnsafeMutableRawPointer(output).assumingMemoryBound(to: Float.self)
    }

    /// Buffers are aligned for floats, and hold floats wherever a place says so.
    private static func floats(_ bytes: UnsafeMutablePointer<UInt8>) -> UnsafePointer<Float> {
      UnsafePointer(UnsafeMutableRawPointer(bytes).assumingMemoryBound(to: Float.self))
    }
  }

  package convenience init(plan: Plan, input: InputSpecification) throws(EvaluationError) {
    try self.init(plan: plan, input: input, clock: nil)
  }

  /// - Parameter clock: told what time goes to, where somebody asks.
  init(plan: Plan, input: InputSpecification, clock: KernelClock?) throws(EvaluationError) {
    OneDNN.limitToOneThread()
    self.plan = plan
    self.clock = clock
    image = ImageInput(specification: input)
    let buffers = plan.memory.byteCounts.map { ScratchBuffer<UInt8>(count: $0) }
    self.buffers = buffers
    let constants = plan.constantBuffers()
    self.constants = constants
    sums = ScratchBuffer(count: plan.memory.sumCount)
    patchCodes = ScratchBuffer(count: plan.memory.patchByteCount)
    var patchCount = 0
    for case .convolution(_, let patches) in plan.instructions.map(\.kernel) {
      patchCount = max(patchCount, patches.count * patches.side * patches.side * 3)
    }
    patches = ScratchBuffer(count: max(patchCount, 1))
    var shared: [ObjectIdentifier: AttentionCodes.Binding] = [:]
    bindings = try plan.instructions.map { instruction throws(EvaluationError) in
      try KernelBinding(instruction.kernel, shared: &shared, clock: clock)
    }
    func memory(_ place: Place) -> UnsafeMutablePointer<UInt8> {
      if let constant = constants[place] { return constant.address }
      guard let buffer = plan.memory.buffers[place] else {
        preconditionFailure("\(plan.graph.nodes[place.node].name) has no \(place.form)")
      }
      return buffers[buffer].address
    }
    steps = plan.instructions.map { instruction in
      let inputs = instruction.reads.map(memory)
      let output = memory(instruction.writes)
      return Step(
        instruction: instruction, node: plan.graph.nodes[instruction.writes.node], inputs: inputs,
        shapes: instruction.reads.map { plan.graph.nodes[$0.node].shape }, output: output,
        copies: instruction.kernel.isInPlace && inputs.first != output)
    }
  }

  /// Runs the network on an image and returns the value that it is evaluated by.
  ///
  /// - Parameters:
  ///   - pixels: 8-bit RGB, interleaved, of the model's input size.
  ///   - last: the node to stop after, whose floats are returned; the whole network where nil.
  /// - Returns: a view of scratch memory, valid until the next run.
  @discardableResult
  package func run(
    _ pixels: [UInt8], through last: Int? = nil, observers: Observers = Observers()
  ) -> UnsafeBufferPointer<Float> {
    for index in steps.indices {
      perform(index, pixels: pixels, observers)
      if let last, steps[index].node.id == last, steps[index].instruction.writes.form == .floats { break }
    }
    return floats(of: last ?? plan.graph.result.id)
  }

  package func run(
    _ pixels: [UInt8], through last: Int? = nil, before: Observation? = nil, after: Observation? = nil
  ) -> UnsafeBufferPointer<Float> {
    run(pixels, through: last, observers: Observers(before: before, after: after))
  }

  /// Runs the network on image `index`, from where an earlier run left off.
  ///
  /// - Parameters:
  ///   - slabs: what is kept of earlier runs at each of the plan's cuts; the run begins behind the last one that has
  ///     the image, and fills the others. Empty: nothing is kept.
  ///   - pixels: asked for only where the run begins at the image.
  /// - Returns: a view of scratch memory, valid until the next run.
  package func run(
    _ index: Int, slabs: [PrefixSlab?] = [], pixels: () throws(EvaluationError) -> [UInt8],
    onCodes: CodeObservation? = nil
  ) throws(EvaluationError) -> UnsafeBufferPointer<Float> {
    clock?.start()
    var first = 0
    for (position, cut) in plan.cuts.enumerated().reversed()
    where load(index, position, slabs) && (cut.residual.map { load(index, $0, slabs) } ?? true) {
      first = cut.instruction + 1
      break
    }
    clock?.lap(.copying)
    let image = first == 0 ? try pixels() : []
    clock?.start()
    let observers = Observers(codes: onCodes)
    var cut = plan.cuts.firstIndex { $0.instruction >= first } ?? plan.cuts.count
    for position in first..<steps.count {
      perform(position, pixels: image, observers)
      if cut < plan.cuts.count, plan.cuts[cut].instruction == position {
        if !slabs.isEmpty { slabs[cut]?.store(index, from: codes(of: plan.cuts[cut])) }
        clock?.lap(.copying)
        cut += 1
      }
    }
    return floats(of: plan.graph.result.id)
  }

  private func floats(of node: Int) -> UnsafeBufferPointer<Float> {
    guard let buffer = plan.memory.buffers[Place(node: node, form: .floats)] else {
      preconditionFailure("\(plan.graph.nodes[node].name) leaves no floats")
    }
    let count = plan.graph.nodes[node].shape.elementCount
    // Allocated for so many floats by the memory plan.
    return UnsafeBufferPointer(
      start: UnsafeRawPointer(buffers[buffer].address).assumingMemoryBound(to: Float.self), count: count)
  }

  /// False where what is kept does not have the image.
  private func load(_ index: Int, _ cut: Int, _ slabs: [PrefixSlab?]) -> Bool {
    guard cut < slabs.count, let slab = slabs[cut] else { return false }
    return slab.load(index, into: codes(of: plan.cuts[cut]))
  }

  private func codes(of cut: Cut) -> UnsafeMutablePointer<UInt8> {
    steps[cut.instruction].output + cut.bytes.lowerBound
  }

  // MARK: - One instruction

  private func perform(_ index: Int, pixels: [UInt8], _ observers: Observers) {
    let step = steps[index]
    let (node, instruction) = (step.node, step.instruction)
    switch instruction.writes.form {
    case .floats:
      let value = UnsafeMutableBufferPointer(start: step.floatOutput, count: node.shape.elementCount)
      if step.copies { step.output.update(from: step.inputs[0], count: value.count * MemoryLayout<Float>.stride) }
      if let before = observers.before, case .quantize = node.op, !instruction.nodes.isEmpty { before(node, value) }
      makeFloats(step, bindings[index], pixels: pixels) { observers.before?(node, value) }
      if let after = observers.after { after(node, value) }
    case .codes:
      makeCodes(step, bindings[index], pixels: pixels, onCodes: observers.codes)
      if let onCodes = observers.codes {
        let rows = instruction.row.map { $0..<$0 + 1 } ?? 0..<node.shape.rowCount
        onCodes(node, rows, step.output + rows.lowerBound * node.shape.columnCount)
      }
    }
  }

  private func makeFloats(
    _ step: Step, _ binding: KernelBinding, pixels: [UInt8], onProbabilities: () -> Void
  ) {
    let node = step.node
    let rows = step.instruction.row == nil ? node.shape.rowCount : 1
    let firstRow = step.instruction.row ?? 0
    switch (step.instruction.kernel, binding) {
    case (.image, _):
      image.write(pixels, into: step.floatOutput)
    case (.convolution(_, let shape), .linear(let product)):
      image.gatherPatches(step.floatInputs[0], patchSize: shape.side, into: patches.address)
      product.run(patches.address, into: step.floatOutput)
    case (.decode(let grid), _):
      let start = firstRow * node.shape.columnCount
      grid.decode(step.inputs[0] + start, rows: rows, into: step.floatOutput + start)
    case (.linearReals(_, let requantization), .product(let product)):
      product.reals(
        step.inputs[0] + firstRow * step.shapes[0].columnCount, requantization, sums: sums.address, clock: clock,
        into: step.floatOutput + firstRow * node.shape.columnCount)
      return
    default:
      withoutActuallyEscaping(onProbabilities) { onProbabilities in
        KernelRun.floats(
          step.instruction.kernel, node: node, shapes: step.shapes, inputs: step.floatInputs, out: step.floatOutput,
          binding: binding, onProbabilities: onProbabilities)
      }
    }
    clock?.lap(.simulated)
  }

  private func makeCodes(_ step: Step, _ binding: KernelBinding, pixels: [UInt8], onCodes: CodeObservation?) {
    let (node, instruction) = (step.node, step.instruction)
    let rows = instruction.row == nil ? node.shape.rowCount : 1
    let firstRow = instruction.row ?? 0
    let output = step.output + firstRow * node.shape.columnCount
    func input(_ index: Int) -> UnsafeMutablePointer<UInt8> {
      step.inputs[index] + firstRow * step.shapes[index].columnCount
    }
    switch (instruction.kernel, binding) {
    case (.encode(let grid), _):
      grid.encode(step.floatInputs[0], rows: node.shape.rowCount, into: step.output)
      clock?.lap(.simulated)
    case (.patchCodes(let integer), .product(let product)):
      integer.run(
        pixels, product: product, sums: sums.address, scratch: patchCodes.address, clock: clock, into: step.output)
    case (.embedding(let embedding), .product(let product)):
      embedding.run(
        pixels, product: product, sums: sums.address, scratch: patchCodes.address, clock: clock, into: step.output
      ) { codes in
        let patches = plan.graph.nodes[embedding.patches.node]
        onCodes?(patches, 0..<patches.shape.rowCount, codes)
      }
    case (.layerNormCodes(let parameters, let source, let target, let selection), _):
      let start = (selection ?? 0) * parameters.weight.count
      IntegerLayerNorm.runCodes(
        input(0) + start, parameters, inputZeroPoint: source.zeroPoint, zeroPoint: target.zeroPoint,
        highest: target.highest, rows: rows, into: output)
      clock?.lap(.layerNorm)
    case (.linearCodes(_, let requantization), .product(let product)):
      product.codes(input(0), requantization, sums: sums.address, clock: clock, into: output)
    case (.linearGELUCodes(_, let requantization, let target), .product(let product)):
      product.geluCodes(
        input(0), requantization, scale: target.scale, zeroPoint: target.zeroPoint, sums: sums.address, clock: clock,
        into: output)
    case (.attentionCodes(let attention), .attention(let products)):
      attend(attention, products, step, onCodes: onCodes)
    case (.addCodes(let a, let b, let target), _):
      let period = instruction.row == nil ? step.shapes[1].rowCount : 1
      for row in stride(from: 0, to: rows, by: period) {
        target.add(
          input(0) + row * node.shape.columnCount, a, input(1), b, rows: period,
          into: output + row * node.shape.columnCount)
      }
      clock?.lap(.residual)
    case (.rowsOfCodes(let map, let zeroCode, let translations), _):
      move(map, step, zeroCode: zeroCode, translations: translations)
      clock?.lap(.copying)
    case (.meanOfCodes(let range, let source, let target), _):
      source.mean(step.inputs[0] + range.lowerBound * node.shape.columnCount, rows: range.count, to: target, into: output)
      clock?.lap(.epilogue)
    default: preconditionFailure("\(node.name) has no products, or makes no codes")
    }
  }

  private func attend(
    _ attention: IntegerAttention, _ products: AttentionCodes.Binding, _ step: Step, onCodes: CodeObservation?
  ) {
    let shape = attention.shape
    let (read, written) = (3 * shape.width * shape.keyCount, shape.width * shape.queryCount)
    for group in 0..<shape.groupCount {
      let regions = attention.mask.flatMap { $0.isOpen(group) ? nil : $0.regions[group] }
      products.run(
        step.inputs[0] + group * read, attention.sites, bias: attention.bias, regions: regions,
        into: step.output + group * written
      ) { head, isBiased, codes in
        guard let onCodes, let id = isBiased ? attention.biasedScores : attention.scores else { return }
        let start = (group * shape.headCount + head) * shape.queryCount + (step.instruction.row ?? 0)
        let count = step.instruction.row == nil ? shape.queryCount : 1
        onCodes(self.plan.graph.nodes[id], start..<start + count, codes)
      }
    }
  }

  private func move(_ map: RowMap, _ step: Step, zeroCode: UInt8, translations: [[UInt8]?]) {
    for (index, piece) in map.pieces.enumerated() {
      let target = step.output + index * map.pieceWidth
      guard !piece.isZeros else {
        target.update(repeating: zeroCode, count: map.pieceWidth)
        continue
      }
      let input = Int(piece.input)
      let source = step.inputs[input] + Int(piece.row) * step.shapes[input].columnCount + Int(piece.column)
      if let table = translations[input] {
        for column in 0..<map.pieceWidth { target[column] = table[Int(source[column])] }
      } else {
        target.update(from: source, count: map.pieceWidth)
      }
    }
  }
}

extension Plan {
  /// The constants that instructions read, in memory of their own.
  fileprivate func constantBuffers() -> [Place: ScratchBuffer<UInt8>] {
    var buffers: [Place: ScratchBuffer<UInt8>] = [:]
    for place in Set(instructions.flatMap(\.reads)) where graph.isConstant[place.node] {
      let buffer = ScratchBuffer<UInt8>(count: place.byteCount(in: graph))
      switch place.form {
      case .floats:
        guard let values = constants.floats[place.node] else { preconditionFailure("a constant has its value") }
        values.withUnsafeBytes {
          UnsafeMutableRawPointer(buffer.address).copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(buffer.address), byteCount: $0.count)
        }
      case .codes:
        guard let values = constants.codes[place.node] else { preconditionFailure("a constant has its codes") }
        buffer.address.update(from: values, count: values.count)
      }
      buffers[place] = buffer
    }
    return buffers
  }
}
