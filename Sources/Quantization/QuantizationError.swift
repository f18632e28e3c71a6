import Texts

/// What can be wrong with a configuration that a user brings.
package enum QuantizationError: Error, Hashable, Sendable {
  case unknownSite(SiteID)
  case schemeNotDefined(QuantizationScheme, at: SiteID, role: SiteRole)
  case schemaVersion(found: Int, supported: Int)
  /// Log-Int-Softmax reads integer scores, so its scores site must be uniform.
  case logIntSoftmaxNeedsUniformScores(attention: SiteID, scores: SiteID)
  case malformedPattern(String, reason: String)
  /// A name or a pattern that no row has; the nearest row's name.
  case noSuchRows(String, nearest: String?)
  /// A pattern, and the rows of it at which the scheme is not defined; patterns of those at which it is.
  case schemeNotDefinedAtRows(
    QuantizationScheme, rows: String, first: SiteID, others: Int, definedAt: [String])
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
    case .malformedPattern(let pattern, let reason):
      "'\(pattern.printable(limit: 80))' is no pattern of rows: \(reason)"
    case .noSuchRows(let rows, let nearest):
      "'\(rows.printable(limit: 80))' names no row of this model" + (nearest.map { "; the nearest is '\($0)'" } ?? "")
    case .schemeNotDefinedAtRows(let scheme, let rows, let first, let others, let definedAt):
      "'\(rows.printable(limit: 80))': '\(scheme)' is not defined at \(first)"
        + (others == 0 ? "" : " and \(others) more")
        + (definedAt.isEmpty ? "" : "; it is at " + definedAt.map { "'\($0)'" }.joined(separator: ", "))
    }
  }
}
