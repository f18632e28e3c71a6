/// What can be wrong with a configuration that a user brings.
package enum QuantizationError: Error, Hashable, Sendable {
  case unknownSite(SiteID)
  case schemeNotDefined(QuantizationScheme, at: SiteID, role: SiteRole)
  case schemaVersion(found: Int, supported: Int)
  /// Log-Int-Softmax reads integer scores, so its scores site must be uniform.
  case logIntSoftmaxNeedsUniformScores(attention: SiteID, scores: SiteID)
}

extension QuantizationError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownSite(let site):
      "the configuration names the site '\(site)', which this model does not have"
    case .schemeNotDefined(let scheme, let site, let role):
      "'\(scheme)' is not defined at \(site) (\(role.rawValue)); choose one that is"
    case .schemaVersion(let found, let supported):
      "schemaVersion \(found) is not supported; this program reads version \(supported)"
    case .logIntSoftmaxNeedsUniformScores(let attention, let scores):
      "\(attention) uses LIS, which needs integer scores: quantize \(scores) uniformly, or take LIS off"
    }
  }
}
