/// A scheme with its calibrated parameters: what stands at a site while a plan runs.
package enum Quantizer: Hashable, Sendable {
  case float
  case uniform(UniformQuantizer)
  case powersOfTwoScale(PowersOfTwoScaleQuantizer)
  case log2(Log2Quantizer)
  case logIntSoftmax(LogIntSoftmaxQuantizer)
}
