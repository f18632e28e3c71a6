import Evaluation
import Quantization
import Terminal

/// The equally spaced levels that the present quantizer lays over a site's values.
struct LevelGrid {
  let quantizer: UniformQuantizer
  let isPerChannel: Bool
  let scheme: QuantizationScheme
  /// The step of exponent 0, which PTS multiplies; nil for other schemes.
  private let baseStep: Float?

  /// Nil in float, for levels that are not equally spaced, and before calibration.
  init?(_ state: WorkbenchState, _ site: Site) {
    scheme = state.scheme(at: site.id)
    var baseStep: Float?
    switch state.calibration?.quantizer(for: scheme, at: site.id) {
    case .uniform(let uniform): quantizer = uniform
    case .powersOfTwoScale(let powers):
      quantizer = powers.uniform
      baseStep = powers.scale
    default: return nil
    }
    isPerChannel = quantizer.scales.count > 1
    self.baseStep = baseStep
  }

  /// `256 levels, step 0.0412, from -5.9 to 6.1`.
  var text: String {
    let format = quantizer.format
    let step = NumberText.short(Double(baseStep ?? quantizer.scales.min() ?? 0), digits: 3)
    guard !isPerChannel else {
      let suffix = scheme.isPowersOfTwoScale ? " × 2^α" : " or more a channel"
      return "\(format.levelCount) levels, step \(step)\(suffix)"
    }
    let low = NumberText.short(Double(quantizer.value(Int32(format.minimum))), digits: 2)
    let high = NumberText.short(Double(quantizer.value(Int32(format.maximum))), digits: 2)
    return "\(format.levelCount) levels, step \(step), \(low) to \(high)"
  }
}
