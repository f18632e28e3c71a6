import Kernels

/// What computes: for `fqvit info` and bug reports.
package struct EngineDescription: Sendable, Hashable {
  package let oneDNNVersion: String
  package let instructionSet: String

  package static var current: EngineDescription {
    EngineDescription(oneDNNVersion: OneDNN.version, instructionSet: OneDNN.instructionSet)
  }
}
