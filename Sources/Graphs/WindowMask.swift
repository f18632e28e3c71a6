/// Which tokens of a window may not see each other: those that a cyclic shift brought together.
///
/// Source: Swin Transformer, arXiv 2103.14030, section 3.2; −100 is added to the scores between regions.
package struct WindowMask: Sendable, Hashable {
  package static let penalty: Float = -100

  /// By window and token; tokens of different regions do not see each other.
  package let regions: [[UInt8]]

  package init(regions: [[UInt8]]) { self.regions = regions }

  /// Whether window `group` is all one region.
  package func isOpen(_ group: Int) -> Bool { Set(regions[group]).count <= 1 }
}
