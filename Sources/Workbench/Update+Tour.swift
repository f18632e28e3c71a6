import Terminal

extension WorkbenchState {
  /// Puts the card away; says whether that was all that the key is for.
  ///
  /// Whoever knows the keys already loses none to the card. Escape and Enter, with which cards are closed, do no more here:
  /// Escape would leave the view, Enter fold the row.
  mutating func closeTour(_ key: Key) -> Bool {
    guard overlay == .tour else { return false }
    switch key {
    case .mouse, .resize, .signal, .unknown: return false
    default:
      overlay = nil
      return key == .escape || key == .enter
    }
  }
}
