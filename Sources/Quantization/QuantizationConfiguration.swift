/// The choice at every site: what the user edits, what caches are keyed by, what is exported.
///
/// Two configurations that choose the same are equal: an override that repeats its role's default is never stored.
package struct QuantizationConfiguration: Hashable, Sendable, Codable {
  package static let currentSchemaVersion = 1

  package let schemaVersion: Int
  package var observer: ObserverKind
  package private(set) var defaults: [SiteRole: QuantizationScheme]
  package private(set) var overrides: [SiteID: QuantizationScheme]

  package init(observer: ObserverKind = .minmax, defaults: [SiteRole: QuantizationScheme]) {
    for (role, scheme) in defaults { precondition(role.allows(scheme), "\(scheme) is not defined at \(role)") }
    schemaVersion = Self.currentSchemaVersion
    self.observer = observer
    self.defaults = defaults
    overrides = [:]
  }

  /// Everything in float.
  package static let float = QuantizationConfiguration(
    defaults: Dictionary(uniqueKeysWithValues: SiteRole.allCases.map { ($0, .float) }))

  /// The base of the paper: 8-bit weights per channel, 8-bit activations per layer, neither PTS nor LIS.
  package static let base = QuantizationConfiguration(
    defaults: Dictionary(
      uniqueKeysWithValues: SiteRole.allCases.map { ($0, $0 == .weight ? .channelWise(8) : .layerWise(8)) }))

  package func scheme(at site: Site) -> QuantizationScheme {
    overrides[site.id] ?? defaults[site.role] ?? .float
  }

  package func defaultScheme(of role: SiteRole) -> QuantizationScheme { defaults[role] ?? .float }

  package mutating func set(_ scheme: QuantizationScheme, at site: Site) {
    precondition(site.role.allows(scheme), "\(scheme) is not defined at \(site.id)")
    overrides[site.id] = scheme == defaultScheme(of: site.role) ? nil : scheme
  }
}
