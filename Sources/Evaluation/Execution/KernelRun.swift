import Graphs
import Kernels
import Quantization

/// The kernels that compute in floats, on values as they lie in memory.
enum KernelRun {
  /// Runs a kernel of floats.
  ///
  /// - Parameters:
  ///   - inputs: the values that it reads, in the shapes of the node's inputs; for one in place the first is `out`.
  ///   - onProbabilities: sees float probabilities before they are quantized.
  static func floats(
    _ kernel: Kernel, node: Node, shapes: [ValueShape], inputs: [UnsafePointer<Float>],
    out: UnsafeMutablePointer<Float>, binding: KernelBinding, onProbabilities: (() -> Void)? = nil
  ) {
    let (rows, columns) = (node.shape.rowCount, node.shape.columnCount)
    let count = rows * columns
    switch kernel {
    case .pass: break
    case .quantize(let quantizer):
      QuantizationKernels.quantizeDequantize(
        out, count: count, scale: quantizer.scales[0], zeroPoint: quantizer.zeroPoints[0], format: quantizer.format)
    case .quantizeChannels(let grid):
      QuantizationKernels.quantizeDequantize(
        out, rows: rows, channels: columns, scales: grid.scales, zeroPoints: grid.zeroPoints, format: grid.format)
    case .linear:
      guard case .linear(let binding) = binding else { preconditionFailure("\(node.name) has no product") }
      binding.run(inputs[0], into: out)
    case .layerNorm(let weight, let bias, let epsilon):
      NormalizationKernels.layerNorm(
        inputs[0], rows: rows, channels: columns, weight: weight, bias: bias, epsilon: epsilon, into: out)
    case .rootMeanSquareNorm(let weight, let epsilon):
      NormalizationKernels.rootMeanSquareNorm(
        inputs[0], rows: rows, channels: columns, weight: weight, epsilon: epsilon, into: out)
    case .integerLayerNorm(let parameters):
      IntegerLayerNorm.run(inputs[0], parameters, rows: rows, into: out)
    case .scores(_, let shape):
      guard case .scores(let binding) = binding else { preconditionFailure("\(node.name) has no products") }
      let (queryStep, keyStep) = (shape.queryCount * shapes[0].columnCount, shape.keyCount * shapes[1].columnCount)
      let step = shape.headCount * shape.queryCount * shape.keyCount
      for group in 0..<shape.groupCount {
        binding.scores(
          inputs[0] + group * queryStep + shape.queryColumn, inputs[1] + group * keyStep + shape.keyColumn,
          into: out + group * step)
      }
      if shape.scale != 1 { ElementwiseKernels.scale(out, by: shape.scale, count: count) }
    case .weightedValues(_, let shape):
      guard case .scores(let binding) = binding else { preconditionFailure("\(node.name) has no products") }
      let step = shape.headCount * shape.queryCount * shape.keyCount
      let valueStep = shape.keyCount * shapes[1].columnCount
      for group in 0..<shape.groupCount {
        binding.context(
          inputs[0] + group * step, inputs[1] + group * valueStep + shape.valueColumn,
          into: out + group * shape.queryCount * shape.width)
      }
    case .softmax(let quantizer, let shape, let mask):
      if let mask { mask.addPenalty(to: out, shape) }
      NormalizationKernels.softmax(out, rows: rows, columns: columns)
      onProbabilities?()
      quantizeProbabilities(out, quantizer, count: count)
    case .logIntSoftmax(let kernel, let shape, let mask):
      guard let mask else { return kernel.run(out, rows: rows, columns: columns) }
      MaskedSoftmax.run(kernel, mask, shape, out)
    case .logIntSoftmaxOfRealScores(let kernel, let shape, let mask):
      // What is far below its row's largest counts for nothing there.
      if let mask { mask.addPenalty(to: out, shape) }
      kernel.runReal(out, rows: rows, columns: columns)
    case .mixHeads(let weight, let bias):
      mixHeads(inputs[0], weight: weight, bias: bias, count: count, into: out)
    case .rows(let map):
      for (index, piece) in map.pieces.enumerated() {
        let target = out + index * map.pieceWidth
        if piece.isZeros {
          target.update(repeating: 0, count: map.pieceWidth)
        } else {
          let input = Int(piece.input)
          target.update(
            from: inputs[input] + Int(piece.row) * shapes[input].columnCount + Int(piece.column), count: map.pieceWidth)
        }
      }
    case .columns(let range):
      for row in 0..<rows {
        (out + row * columns).update(from: inputs[0] + row * shapes[0].columnCount + range.lowerBound, count: columns)
      }
    case .add:
      let period = shapes[1].elementCount
      for start in stride(from: 0, to: count, by: period) {
        ElementwiseKernels.add(inputs[0] + start, inputs[1], into: out + start, count: period)
      }
    case .multiply:
      let period = shapes[1].elementCount
      for start in stride(from: 0, to: count, by: period) {
        ElementwiseKernels.multiply(inputs[0] + start, inputs[1], into: out + start, count: period)
      }
    case .activation(let activation): ElementwiseKernels.apply(activation.function, out, count: count)
    case .pool(let pooling, let range):
      pool(pooling, inputs[0] + range.lowerBound * columns, rows: range.count, columns: columns, into: out)
    case .rotate(let rotation): rotation.apply(to: out, rows: rows, columns: columns)
    case .unitRows(let epsilon):
      NormalizationKernels.unitRows(out, rows: rows, channels: columns, epsilon: epsilon)
    case .image, .convolution, .encode, .decode, .patchCodes, .embedding, .layerNormCodes, .linearCodes,
      .linearGELUCodes, .linearReals, .attentionCodes, .addCodes, .rowsOfCodes, .meanOfCodes:
      preconditionFailure("\(node.name) does not run on floats alone")
    }
  }

  /// The value of one node by itself.
  static func value(
    of node: Node, _ kernel: Kernel, inputs: [[Float]], graph: Graph
  ) throws(EvaluationError) -> [Float] {
    var none: [ObjectIdentifier: AttentionCodes.Binding] = [:]
    OneDNN.limitToOneThread()
    let binding = try KernelBinding(kernel, shared: &none, clock: nil)
    var out = [Float](repeating: 0, count: node.shape.elementCount)
    if kernel.isInPlace { out = inputs[0] }
    let copies = inputs.map { values in
      let copy = UnsafeMutablePointer<Float>.allocate(capacity: max(values.count, 1))
      copy.initialize(from: values, count: values.count)
      return copy
    }
    // Freed behind the only use of them.
    defer { for copy in copies { copy.deallocate() } }
    out.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      floats(
        kernel, node: node, shapes: node.inputs.map { graph.nodes[$0].shape }, inputs: copies.map { UnsafePointer($0) },
        out: base, binding: binding)
    }
    return out
  }

  private static func quantizeProbabilities(_ p: UnsafeMutablePointer<Float>, _ quantizer: Quantizer, count: Int) {
    switch quantizer {
    case .float: break
    case .uniform(let uniform):
      QuantizationKernels.quantizeDequantize(
        p, count: count, scale: uniform.scales[0], zeroPoint: uniform.zeroPoints[0], format: uniform.format)
    case .log2(let quantizer):
      QuantizationKernels.log2(p, count: count, bits: quantizer.bits)
    case .powersOfTwoScale, .logIntSoftmax:
      preconditionFailure("not a quantizer of float probabilities")
    }
  }

  private static func mixHeads(
    _ x: UnsafePointer<Float>, weight: [Float], bias: [Float], count: Int, into y: UnsafeMutablePointer<Float>
  ) {
    let heads = bias.count
    let area = count / heads
    for head in 0..<heads {
      let target = y + head * area
      target.update(repeating: 0, count: area)
      for source in 0..<heads {
        let factor = weight[head * heads + source]
        let input = x + source * area
        for index in 0..<area { target[index] += factor * input[index] }
      }
      for index in 0..<area { target[index] += bias[head] }
    }
  }

  private static func pool(
    _ pooling: Pooling, _ x: UnsafePointer<Float>, rows: Int, columns: Int, into y: UnsafeMutablePointer<Float>
  ) {
    y.update(from: x, count: columns)
    for row in 1..<max(rows, 1) {
      let source = x + row * columns
      switch pooling {
      case .mean: for column in 0..<columns { y[column] += source[column] }
      case .maximum: for column in 0..<columns { y[column] = max(y[column], source[column]) }
      }
    }
    if pooling == .mean { for column in 0..<columns { y[column] /= Float(rows) } }
  }
}
