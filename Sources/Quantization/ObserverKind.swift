/// The rule by which calibration turns the values seen at an activation site into a minimum and a maximum.
package enum ObserverKind: String, Hashable, Sendable, Codable, CaseIterable {
  case minmax
  /// Exponential moving average of each batch's minimum and maximum.
  case ema
  case percentile
  /// The shrunken range with the least mean squared error.
  case omse
}
