/// Resizes images to the very pixels that Pillow 13's `Image.resize` gives.
///
/// Two passes, each rounded to 8 bits; a pass along which nothing changes is left out.
package enum Resampling {
  /// The image at `width` × `height`, or only `window` of it, which costs only what the window needs.
  package static func resize(
    _ image: RGBImage, width: Int, height: Int, _ interpolation: Interpolation, window: PixelRectangle? = nil
  ) -> RGBImage {
    let window = window ?? PixelRectangle(left: 0, top: 0, width: width, height: height)
    precondition(window.columns.upperBound <= width && window.rows.upperBound <= height, "the window lies within")
    if interpolation == .nearest { return nearest(image, width: width, height: height, window: window) }

    let acrossWeights =
      width == image.width
      ? nil
      : ResamplingWeights(interpolation, sourceCount: image.width, targetCount: width, targets: window.columns)
    let downWeights =
      height == image.height
      ? nil
      : ResamplingWeights(interpolation, sourceCount: image.height, targetCount: height, targets: window.rows)
    let columns = acrossWeights?.sources ?? window.columns
    let rows = downWeights?.sources ?? window.rows
    let needed = Cropping.crop(
      image,
      to: PixelRectangle(left: columns.lowerBound, top: rows.lowerBound, width: columns.count, height: rows.count))

    func across(_ image: RGBImage) -> RGBImage {
      acrossWeights.map { ResamplingPass.across(image, $0, firstColumn: columns.lowerBound) } ?? image
    }
    func down(_ image: RGBImage) -> RGBImage {
      downWeights.map { ResamplingPass.down(image, $0, firstRow: rows.lowerBound) } ?? image
    }
    // Which pass comes first shows in the rounding. Pillow takes the rows first where that drops many more of them.
    let droppedRows = image.height - height
    let droppedColumns = image.width - width
    return droppedRows > 0 && droppedRows > 2 * droppedColumns ? across(down(needed)) : down(across(needed))
  }

  private static func nearest(_ image: RGBImage, width: Int, height: Int, window: PixelRectangle) -> RGBImage {
    let columns = nearestSources(sourceCount: image.width, targetCount: width, targets: window.columns)
    let rows = nearestSources(sourceCount: image.height, targetCount: height, targets: window.rows)
    var pixels: [UInt8] = []
    pixels.reserveCapacity(window.width * window.height * 3)
    for row in rows {
      for column in columns {
        let offset = (row * image.width + column) * 3
        pixels += image.pixels[offset..<offset + 3]
      }
    }
    return RGBImage(width: window.width, height: window.height, pixels: pixels)
  }

  /// Pillow adds up the scale step by step, whose rounding errors decide where a centre falls on a border.
  private static func nearestSources(sourceCount: Int, targetCount: Int, targets: Range<Int>) -> [Int] {
    let scale = Double(sourceCount) / Double(targetCount)
    var center = scale * 0.5
    var sources: [Int] = []
    for target in 0..<targets.upperBound {
      if target >= targets.lowerBound { sources.append(min(Int(center), sourceCount - 1)) }
      center += scale
    }
    return sources
  }
}
