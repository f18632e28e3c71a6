/// The extent of a screen or an area, in character cells; never negative.
package struct Size: Hashable, Sendable {
  package let width: Int
  package let height: Int

  package init(width: Int, height: Int) {
    self.width = max(width, 0)
    self.height = max(height, 0)
  }

  package static let zero = Size(width: 0, height: 0)

  package var isEmpty: Bool { width == 0 || height == 0 }
}

extension Size: CustomStringConvertible {
  package var description: String { "\(width)×\(height)" }
}
