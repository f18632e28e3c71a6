import Kernels
import Quantization
import Tensors

extension Quantizer {
  /// Quantizes and dequantizes a row-major array in place; log2 and LIS belong to a softmax and are not for arrays.
  func apply(to elements: inout [Float], channelCount: Int) {
    // The buffer's pointer is used within the call only.
    elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      switch self {
      case .float: break
      case .uniform(let quantizer) where quantizer.scales.count == 1:
        QuantizationKernels.quantizeDequantize(
          base, count: buffer.count, scale: quantizer.scales[0], zeroPoint: quantizer.zeroPoints[0],
          format: quantizer.format)
      case .uniform(let quantizer):
        let grid = ChannelGrid(quantizer)
        QuantizationKernels.quantizeDequantize(
          base, rows: buffer.count / channelCount, channels: channelCount, scales: grid.scales,
          zeroPoints: grid.zeroPoints, format: grid.format)
      case .powersOfTwoScale(let quantizer):
        let grid = ChannelGrid(quantizer.uniform)
        QuantizationKernels.quantizeDequantize(
          base, rows: buffer.count / channelCount, channels: channelCount, scales: grid.scales,
          zeroPoints: grid.zeroPoints, format: grid.format)
      case .log2, .logIntSoftmax:
        preconditionFailure("a quantizer of probabilities stands in a softmax")
      }
    }
  }
}

extension Tensor {
  /// The weight that a scheme makes of this one; its first extent is the output channels.
  func fakeQuantized(by scheme: QuantizationScheme) -> Tensor {
    guard case .uniform(let bits, let granularity) = scheme else { return self }
    let quantizer = UniformQuantizer(symmetric: bits, weight: self, granularity: granularity)
    var result = self
    let rowLength = elements.count / quantizer.scales.count
    result.elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      for (row, scale) in quantizer.scales.enumerated() {
        // Rows do not overlap and lie within the buffer, whose pointer is used within the call only.
        QuantizationKernels.quantizeDequantize(
          base + row * rowLength, count: rowLength, scale: scale, zeroPoint: 0, format: quantizer.format)
      }
    }
    return result
  }

  /// The error that `fakeQuantized(by:)` adds.
  func error(of scheme: QuantizationScheme) -> SignalToNoise {
    let quantized = fakeQuantized(by: scheme).elements
    var result = SignalToNoise()
    for (value, approximation) in zip(elements, quantized) {
      result.add(Double(value), became: Double(approximation))
    }
    return result
  }
}
