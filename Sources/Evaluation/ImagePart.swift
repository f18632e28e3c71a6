/// Which of a folder's images a set takes, where some are held out: those that runs never see, so that a figure on them is
/// not flattered by having been chosen.
enum ImagePart: Hashable, Sendable {
  case all
  /// All but so many held-out images.
  case without(heldOutCount: Int)
  case heldOut(count: Int)
}
