import Quantization

/// A scale and a zero point for each channel, laid out for the kernels.
struct ChannelGrid: Sendable {
  let scales: [Float]
  let zeroPoints: [Float]
  let format: IntegerFormat

  init(_ quantizer: UniformQuantizer) {
    scales = quantizer.scales
    zeroPoints = quantizer.zeroPoints.map(Float.init)
    format = quantizer.format
  }
}
