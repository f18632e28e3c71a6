/// Where a centred crop begins when half a pixel is left over, and what surrounds an image that is smaller than it.
package enum CropRule: Hashable, Sendable {
  /// Half a pixel goes to the even one; the border is of that colour, its odd pixel at the right and the bottom.
  case torchvision(border: PixelColor)
  /// Half a pixel goes to the left and the top; the border is black, its odd pixel there too.
  case transformers

  var border: PixelColor {
    switch self {
    case .torchvision(let border): border
    case .transformers: .black
    }
  }

  /// The part of an axis of `extent` pixels that a crop of `crop` keeps.
  func span(of extent: Int, crop: Int) -> CropSpan {
    let (spare, missing) = (extent - crop, crop - extent)
    switch self {
    case _ where spare == 0: return CropSpan(first: 0, count: extent, border: 0)
    case .torchvision where spare < 0: return CropSpan(first: 0, count: extent, border: missing / 2)
    case .transformers where spare < 0: return CropSpan(first: 0, count: extent, border: (missing + 1) / 2)
    case .torchvision:
      // Python's round: half to even.
      return CropSpan(first: Int((Double(spare) / 2).rounded(.toNearestOrEven)), count: crop, border: 0)
    case .transformers: return CropSpan(first: spare / 2, count: crop, border: 0)
    }
  }
}
