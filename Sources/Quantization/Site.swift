/// One place in a network where a quantizer can stand.
package struct Site: Hashable, Sendable, Identifiable {
  package let id: SiteID
  /// The name that the method's authors' program gives the site; never another site's name.
  package let alias: String?
  package let role: SiteRole
  /// Rows of the tensor an image: tokens; for scores and attention tokens × heads; for a weight its input extent.
  package let rowCount: Int
  /// Channels, the innermost extent; for scores and attention the keys; for a weight its output channels.
  package let channelCount: Int
  /// The number of its block in network order; nil outside the blocks.
  package let block: Int?
  /// The name within its block; the whole name outside the blocks.
  package let localName: String

  package init(
    id: SiteID, alias: String? = nil, role: SiteRole, rowCount: Int, channelCount: Int, block: Int?,
    localName: String? = nil
  ) {
    self.id = id
    self.alias = alias
    self.role = role
    self.rowCount = rowCount
    self.channelCount = channelCount
    self.block = block
    self.localName = localName ?? id.name
  }
}
