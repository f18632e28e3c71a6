package import Quantization

/// One line of the layer tree: a group of lines, or the sites that a person thinks of as one thing.
package struct LayerRow: Hashable, Sendable, Identifiable {
  package enum Kind: Hashable, Sendable {
    /// The embedding, a block, its attention or its MLP.
    case group
    /// The index is the one by which `--pts` names it.
    case layerNorm(Int)
    /// The index is the one by which `--lis` names it.
    case attention(Int)
    case site
  }

  /// The position in `LayerTree.rows`.
  package let id: Int
  package let kind: Kind
  /// The name inside its group, such as `norm1`.
  package let label: String
  /// The one name by which the row is known everywhere, such as `blocks.4.norm1`.
  package let name: String
  /// The sites that commands on this row change: one, or those of all rows below a group.
  package internal(set) var sites: [SiteID]
  package let depth: Int
  package let parent: Int?

  package var isGroup: Bool { kind == .group }

  /// What the row is, as a word for messages.
  package var kindName: String {
    switch kind {
    case .group: "group"
    case .layerNorm: "LayerNorm"
    case .attention: "attention"
    case .site: "site"
    }
  }
}
