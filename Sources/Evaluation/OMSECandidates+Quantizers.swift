import Quantization

extension OMSECandidates {
  var quantizers: [UniformQuantizer] { ranges.indices.map(quantizer) }
}
