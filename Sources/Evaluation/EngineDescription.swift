import Images
import Kernels

/// What computes: for `fqvit info` and bug reports.
package struct EngineDescription: Sendable, Hashable {
  package let oneDNNVersion: String
  package let instructionSet: String
  /// What the products of codes run in: `bytes`, or `floats` where this CPU's byte products saturate.
  package let productArithmetic: String
  /// The files of what decodes images, whose names hold their releases.
  package let imageLibraries: String

  package static var current: EngineDescription {
    EngineDescription(
      oneDNNVersion: OneDNN.version, instructionSet: OneDNN.instructionSet,
      productArithmetic: IntegerProduct.arithmetic.rawValue, imageLibraries: ImageLibraries.names)
  }
}
