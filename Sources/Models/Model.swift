package import Graphs
import Tensors
import Texts

/// A model opened: the network, its weights and how it wants its images.
package struct Model: Sendable {
  /// The model's name as it may be shown.
  package let name: String
  package let graph: Graph
  package let checkpoint: Checkpoint
  package let input: InputSpecification
  package let classNames: ClassNames
  /// What must be said of how the architecture came about; nil where its configuration says it.
  package let remark: String?

  /// A model that is put together rather than opened.
  package init(name: String, graph: Graph, checkpoint: Checkpoint, input: InputSpecification) {
    self.name = name
    self.graph = graph
    self.checkpoint = checkpoint
    self.input = input
    classNames = ClassNames(configuration: [:], classCount: graph.classCount ?? 0)
    remark = nil
  }

  /// Opens a folder as downloaded from timm's hub, or anything else that `ModelSource` knows.
  package init(folder: String) throws(ModelError) { try self.init(path: folder) }

  /// Opens what a user named, with what they said beside it.
  ///
  /// The network must be one that this program computes, as far as configuration and weights tell; every tensor must be
  /// there, finite and of the right shape, and none may be left over.
  package init(path: String, stated: StatedArchitecture = StatedArchitecture()) throws(ModelError) {
    let source = try ModelSource(path: path, stated: stated)
    let configuration = source.configuration
    name = source.name
    remark = source.remark
    if case .timm(let timm) = configuration, var arguments = try TimmArguments(timm),
      let family = Family(className: arguments.className), family != .visionTransformer
    {
      guard var tensors = try TimmNaming.tensors(source.weights.open(), path: source.weights.path) else {
        throw .unknownNetwork(path: configuration.path)
      }
      input = try configuration.inputSpecification()
      graph = try family.graph(&arguments, input: input, &tensors)
      try arguments.refuseUnread()
      checkpoint = try Checkpoint(tensors, of: graph)
      classNames = ClassNames(configuration: configuration.members, classCount: graph.classCount ?? 0)
      return
    }
    try configuration.checkPlainViT(weights: source.weights)
    let weights = try CheckpointFile(source.weights)
    let network: VisionTransformer
    do throws(ModelError) {
      network = try VisionTransformer(configuration: configuration, weights: weights)
    } catch {
      throw source.explained(error)
    }
    checkpoint = try Checkpoint(weights, of: network)
    graph = network.graph
    input = try configuration.inputSpecification()
    classNames = ClassNames(configuration: configuration.members, classCount: network.graph.classCount ?? 0)
  }
}
