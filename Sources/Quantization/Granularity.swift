/// Over what part of a tensor one scale and one zero point are shared.
package enum Granularity: String, Hashable, Sendable, Codable, CaseIterable {
  /// One pair for the tensor.
  case layerWise = "layer-wise"
  /// One pair per channel (of a weight: an output channel).
  case channelWise = "channel-wise"
}
