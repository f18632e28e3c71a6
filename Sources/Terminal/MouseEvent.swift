/// What a mouse did, and in which cell.
package struct MouseEvent: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case press
    case release
    case middlePress = "middle-press"
    case rightPress = "right-press"
    case wheelUp = "wheel-up"
    case wheelDown = "wheel-down"
  }

  package let kind: Kind
  package let x: Int
  package let y: Int

  package init(_ kind: Kind, x: Int, y: Int) {
    self.kind = kind
    self.x = x
    self.y = y
  }
}
