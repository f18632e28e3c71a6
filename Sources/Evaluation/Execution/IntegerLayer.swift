import Kernels
import Quantization
import Tensors

/// A linear layer's weight as codes in a product, and what turns the product's sums into its output.
struct IntegerLayer: Sendable {
  let product: IntegerProduct
  /// One per column.
  let weightScales: [Float]
  /// Sums of weight codes over inputs, one per column.
  let weightSums: [Int32]
  /// One per column, zero where the layer has none.
  let bias: [Float]

  init(weight: Tensor, quantizer: UniformQuantizer, bias: [Float]?, rows: Int) throws(KernelError) {
    let outputs = weight.shape.dimensions[0]
    let inputs = weight.elements.count / outputs
    let perRow = quantizer.scales.count == outputs
    var codes = [Int8](repeating: 0, count: weight.elements.count)
    var sums = [Int32](repeating: 0, count: outputs)
    for output in 0..<outputs {
      for index in output * inputs..<(output + 1) * inputs {
        let code = quantizer.code(weight.elements[index], channel: perRow ? output : 0)
        codes[index] = Int8(code)
        sums[output] += code
      }
    }
    product = try IntegerProduct(shape: .linear(rows: rows, inputs: inputs, outputs: outputs), weight: codes)
    weightScales = perRow ? quantizer.scales : [Float](repeating: quantizer.scales[0], count: outputs)
    weightSums = sums
    self.bias = bias ?? [Float](repeating: 0, count: outputs)
  }

  /// To the codes of `output`.
  ///
  /// - Parameter times: a factor for each column, which the layer's outputs are multiplied by; 1 where nil.
  func codes(from input: CodeGrid, to output: CodeGrid, times: [Float]? = nil) -> Requantization {
    let steps = output.scales.map(Double.init)
    var factors = weightScales.indices.map { Float(Double(input.scale) * Double(weightScales[$0]) / steps[$0]) }
    var bias = bias
    if let times {
      for column in factors.indices {
        factors[column] *= times[column]
        bias[column] *= times[column]
      }
    }
    return Requantization(
      compensation: compensation(input), factors: factors,
      offsets: bias.indices.map { Float(Double(bias[$0]) / steps[$0] + Double(output.zeroPoint)) }, highest: output.highest)
  }

  /// To the real numbers.
  func reals(from input: CodeGrid, highest: Float) -> Requantization {
    Requantization(
      compensation: compensation(input), factors: weightScales.map { Float(Double(input.scale) * Double($0)) },
      offsets: bias, highest: highest)
  }

  private func compensation(_ input: CodeGrid) -> [Int32] { weightSums.map { -input.zeroPoint * $0 } }
}
