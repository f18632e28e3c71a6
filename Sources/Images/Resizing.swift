/// How an image's extents change before the crop.
package enum Resizing: Hashable, Sendable {
  /// The image stays as it is.
  case none
  /// The shorter side gets that length; the longer one follows in proportion and loses its fraction.
  case shortSide(Int)
  /// As `shortSide`, but an image whose longer side would be above `longSide` is made smaller until it is that long.
  case shortSideWithin(Int, longSide: Int)
  /// Both sides, whatever the proportion was.
  case exactly(width: Int, height: Int)
  /// The largest of the image's proportion that fits within, its sides rounded.
  case within(width: Int, height: Int)

  /// The extents that an image of `width` × `height` gets, each at least one pixel.
  package func extents(width: Int, height: Int) -> (width: Int, height: Int) {
    let (short, long) = (min(width, height), max(width, height))
    switch self {
    case .none: return (width, height)
    case .exactly(let newWidth, let newHeight): return (newWidth, newHeight)
    case .shortSide(let side):
      return Self.pair(short: side, long: Self.whole(Double(side * long) / Double(short)), isUpright: width <= height)
    case .shortSideWithin(let side, let limit):
      var (newShort, length) = (side, Double(side))
      if Double(long) / Double(short) * Double(side) > Double(limit) {
        length = Double(limit) * Double(short) / Double(long)
        newShort = Int(length.rounded(.toNearestOrEven))
      }
      if short == newShort { return (width, height) }
      return Self.pair(
        short: newShort, long: Self.whole(length * Double(long) / Double(short)), isUpright: width < height)
    case .within(let newWidth, let newHeight):
      let ratio = max(Double(height) / Double(newHeight), Double(width) / Double(newWidth))
      func scaled(_ extent: Int) -> Int { max(1, Int((Double(extent) / ratio).rounded(.toNearestOrEven))) }
      return (scaled(width), scaled(height))
    }
  }

  private static func pair(short: Int, long: Int, isUpright: Bool) -> (width: Int, height: Int) {
    isUpright ? (max(1, short), max(1, long)) : (max(1, long), max(1, short))
  }

  private static func whole(_ length: Double) -> Int { Int(length.rounded(.towardZero)) }
}
