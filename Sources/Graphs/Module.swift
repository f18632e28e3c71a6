package import Quantization

/// A part of a network as its architecture declares it: what the layer tree, groups of rows and reports walk.
package struct Module: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case network
    case embedding
    /// Blocks of one resolution.
    case stage
    case block
    /// Where a stage begins with fewer, wider tokens.
    case merging
    case attention
    case mlp
    /// Stands for its sites alone: a LayerNorm, a linear layer, the head.
    case leaf
  }

  package enum Child: Sendable, Hashable {
    case module(Int)
    case site(SiteID)
  }

  /// As in timm; empty for the network.
  package let path: String
  package let kind: Kind
  package let parent: Int?
  /// In the order in which a person reads them.
  package internal(set) var children: [Child]
}
