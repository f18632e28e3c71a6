import Digests
import Images
package import Graphs
package import Models
import Quantization

/// What every number that a session computes depends on besides images and choices: the network, its weights, how it wants
/// its images, and the program and processor that compute.
package struct ModelIdentity: Sendable, Hashable {
  /// Raised whenever pixels, calibrations or figures of the same inputs would come out different.
  private static let engineVersion = 10

  package let digest: String

  package init(_ model: Model) {
    let engine = EngineDescription.current
    var lines = [
      "engine \(Self.engineVersion) \(engine.oneDNNVersion) \(engine.instructionSet) \(engine.productArithmetic)",
      "images \(ImageLibraries.identity)",
      "checkpoint \(model.checkpoint.digest)",
      "input \(model.input)",
      "classes \(model.graph.classCount.map(String.init) ?? "none")",
    ]
    // Not the weights alone: the configuration decides about nodes too.
    lines += model.graph.nodes.map { "\($0.op) \($0.inputs) \($0.shape)" }
    lines += model.graph.sites.map { "\($0.id) \($0.role) \($0.rowCount) \($0.channelCount)" }
    digest = Digest(of: lines.joined(separator: "\n")).description
  }

  /// The name in a cache of what depends on the model and on `parts`.
  func key(_ parts: String...) -> String {
    Digest(of: ([digest] + parts).joined(separator: "\n")).description
  }
}
