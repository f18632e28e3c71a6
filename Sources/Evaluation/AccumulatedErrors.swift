package import Quantization

/// The error that has gathered at each activation site of a quantized network, from everything before it and itself.
///
/// A site's own error asks what its quantizer does to exact values; this asks how far the values are from the float
/// network's by the time they have passed it.
package struct AccumulatedErrors: Sendable, Hashable {
  /// The first evaluation images, which were run through both networks.
  package let imageCount: Int
  package let sites: [SiteID: SignalToNoise]

  package init(imageCount: Int, sites: [SiteID: SignalToNoise]) {
    self.imageCount = imageCount
    self.sites = sites
  }
}
