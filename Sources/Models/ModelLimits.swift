import Foundation
import Graphs
import Tensors

/// The sizes that the engine computes: a network beyond them is refused by name before any weight is read.
package enum ModelLimits {
  /// Terms of one sum, which are the channels of a layer's input or the tokens: up to 65,536 products of bytes stay
  /// below 2³¹, and as many channels of an integer LayerNorm below 2⁶³. Tests hold it against the kernels' own.
  package static let termCount = 1 << 16
  /// Scores of one attention, heads × tokens²: 2 GiB as floats, of which each worker holds some.
  package static let scoreCount = 1 << 29
  package static let blockCount = 1 << 10
  package static let classCount = 1 << 20

  /// What of `network` is beyond the limits, nil where nothing is.
  static func problem(of network: VisionTransformer) -> String? {
    func beyond(_ what: String, _ value: Int, _ limit: Int) -> String? {
      value > limit ? "\(what) is \(value); this program computes at most \(limit)" : nil
    }
    // The order is that of growing products, so that none of them overflows.
    let single =
      beyond("the width (embed_dim)", network.width, termCount)
      ?? beyond("the hidden width of the MLP (rows of mlp.fc1.weight)", network.hiddenWidth, termCount)
      ?? beyond("the patch size", network.patchSize, 4096)
      ?? beyond(
        "the number of values in a patch, 3 · patch size²,", 3 * network.patchSize * network.patchSize, termCount)
      ?? beyond("the number of tokens", network.tokenCount, termCount)
      ?? beyond("the number of blocks", network.depth, blockCount)
      ?? beyond("the number of classes", network.classCount ?? 0, classCount)
    return single
      ?? beyond(
        "the number of scores in an attention, heads · tokens²,",
        network.headCount * network.tokenCount * network.tokenCount, scoreCount)
  }

  /// What says that there is not the memory for the weights as 32-bit floats and one worker's attention, nil where
  /// it has.
  static func memoryProblem(
    of network: VisionTransformer, memory: Int = MemoryHeadroom.bytes
  ) -> String? {
    let weights = network.tensorShapes.values.reduce(0.0) { $0 + $1.dimensions.reduce(4.0) { $0 * Double($1) } }
    // Scores and probabilities.
    let attention = 8 * Double(network.headCount) * Double(network.tokenCount) * Double(network.tokenCount)
    guard weights + attention > Double(memory) else { return nil }
    func gibibytes(_ bytes: Double) -> String { String(format: "%.1f GiB", bytes / 0x1p30) }
    return "weights and attention need \(gibibytes(weights + attention)) of memory; \(gibibytes(Double(memory))) are left"
  }

  /// As above, of any network: what follows from its graph.
  static func memoryProblem(of graph: Graph, memory: Int = MemoryHeadroom.bytes) -> String? {
    let weights = graph.parameters.values.reduce(0.0) { $0 + $1.shape.dimensions.reduce(4.0) { $0 * Double($1) } }
    let attention = graph.attentions.map { 8 * Double($0.shape.scoreShape.elementCount) }.max() ?? 0
    guard weights + attention > Double(memory) else { return nil }
    func gibibytes(_ bytes: Double) -> String { String(format: "%.1f GiB", bytes / 0x1p30) }
    return "weights and attention need \(gibibytes(weights + attention)) of memory; \(gibibytes(Double(memory))) are left"
  }
}
