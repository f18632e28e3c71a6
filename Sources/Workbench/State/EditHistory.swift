package import Quantization

/// The configuration as it is edited, with the steps back and forth.
package struct EditHistory: Hashable, Sendable {
  package struct Step: Hashable, Sendable {
    package let before: QuantizationConfiguration
    package let after: QuantizationConfiguration
    /// What the step did, as shown: `PTS on at blocks.4.norm2`.
    package let change: String
  }

  package let start: QuantizationConfiguration
  package private(set) var present: QuantizationConfiguration
  package private(set) var done: [Step] = []
  package private(set) var undone: [Step] = []

  package init(_ configuration: QuantizationConfiguration) {
    start = configuration
    present = configuration
  }

  package mutating func apply(_ configuration: QuantizationConfiguration, change: String) {
    guard configuration != present else { return }
    done.append(Step(before: present, after: configuration, change: change))
    undone = []
    present = configuration
  }

  package mutating func undo() -> Step? {
    guard let step = done.popLast() else { return nil }
    undone.append(step)
    present = step.before
    return step
  }

  package mutating func redo() -> Step? {
    guard let step = undone.popLast() else { return nil }
    done.append(step)
    present = step.after
    return step
  }
}
