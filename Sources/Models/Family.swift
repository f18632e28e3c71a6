package import Graphs
import Texts

/// The families of networks that are computed: a file in Architectures for each, which says what it reads of a configuration.
enum Family: CaseIterable {
  case visionTransformer, swin

  /// The family of timm's class; nil for a class that is none of these.
  init?(className: String) {
    switch className {
    case "VisionTransformer", "VisionTransformerDistilled": self = .visionTransformer
    case "SwinTransformer": self = .swin
    default: return nil
    }
  }

  /// Reads a network in timm's words, and leaves in `tensors` what it reads.
  func graph(_ arguments: inout TimmArguments, input: InputSpecification, _ tensors: inout NamedTensors)
    throws(ModelError) -> Graph
  {
    switch self {
    case .visionTransformer: preconditionFailure("read by its own way")
    case .swin: try SwinTransformer(&arguments, input: input, tensors: &tensors).graph
    }
  }
}
