package import Quantization

/// One line of the layer tree: a group of lines, or one site under the name by which it is known everywhere.
package struct LayerRow: Hashable, Sendable, Identifiable {
  package enum Kind: Hashable, Sendable {
    /// A module: the embedding, a stage, a block, its attention or its MLP.
    case group
    /// A LayerNorm's input; the index is the one by which `--pts` names it.
    case layerNorm(Int)
    /// An attention's softmax; the index is the one by which `--lis` names it.
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
  /// The name that the method's authors' program gives the row; accepted wherever a name is.
  package let alias: String?
  /// What `a` and `V` on the row go by; nil for groups.
  package let rowKind: RowKind?
  /// The sites of the row: one, or those of all rows below a group.
  package internal(set) var sites: [SiteID]
  package let depth: Int
  package let parent: Int?
  /// Of a group, its module's index in the graph; nil for sites.
  package let module: Int?
  /// The row whose quantizer stands for this one: itself, or the softmax of a group that is an attention; else nil.
  package internal(set) var principal: Int?

  package var isGroup: Bool { kind == .group }
}
