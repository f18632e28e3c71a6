package import Graphs
import Foundation
import Tensors
import Texts

/// A model folder opened: the network, its weights and how it wants its images.
package struct Model: Sendable {
  /// The folder's name as it may be shown.
  package let name: String
  package let graph: Graph
  package let checkpoint: Checkpoint
  package let input: InputSpecification
  package let classNames: ClassNames

  /// Opens a folder as downloaded from timm's hub: `config.json` and the weights, as `model.safetensors`, as several files
  /// with an index, or as `torch.save` writes them.
  ///
  /// The network must be one that this program computes, as far as configuration and weights tell; every tensor must be
  /// there, finite and of the right shape, and none may be left over.
  package init(folder: String) throws(ModelError) {
    let contents = try ModelFolderContents(path: folder)
    let configuration = try ModelConfiguration(path: try contents.configurationPath())
    let weights = try CheckpointFile(try contents.weights())
    let network = try VisionTransformer(configuration: configuration, weights: weights)
    checkpoint = try Checkpoint(weights, of: network)
    graph = network.graph
    input = configuration.input
    classNames = ClassNames(configuration: configuration.members, classCount: network.graph.classCount ?? 0)
    name = URL(fileURLWithPath: folder).standardizedFileURL.lastPathComponent.printable
  }
}
