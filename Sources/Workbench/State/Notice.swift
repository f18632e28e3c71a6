/// A line for the person at the screen; the next key takes it away, and so does time.
package struct Notice: Hashable, Sendable {
  package enum Severity: Hashable, Sendable {
    case info, success, warning, failure
  }

  package let text: String
  package let severity: Severity

  package init(_ text: String, _ severity: Severity = .info) {
    self.text = text
    self.severity = severity
  }

  /// How long it is worth its place; nil until somebody presses a key.
  package var secondsOnScreen: Double? {
    switch severity {
    case .info, .success: 8
    case .warning: 30
    case .failure: nil
    }
  }
}
