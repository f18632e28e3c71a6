/// A line for the person at the screen; the next key takes it away.
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
}
