/// Resizes and crops an image while its rows come in; only what the crop needs is kept.
final class PreprocessedRows: RowReceiver {
  private let preprocessing: Preprocessing
  private let columns: CropSpan
  private let rows: CropSpan
  private let resampler: RowResampler

  /// For an image of `width` × `height`.
  init(_ preprocessing: Preprocessing, width: Int, height: Int) {
    self.preprocessing = preprocessing
    let resized = preprocessing.resizedExtents(width: width, height: height)
    columns = CropSpan(of: resized.width, crop: preprocessing.inputWidth)
    rows = CropSpan(of: resized.height, crop: preprocessing.inputHeight)
    resampler = RowResampler(
      sourceWidth: width, sourceHeight: height, width: resized.width, height: resized.height,
      preprocessing.interpolation,
      window: PixelRectangle(left: columns.first, top: rows.first, width: columns.count, height: rows.count))
  }

  func receive(_ row: UnsafePointer<UInt8>) { resampler.receive(row) }

  /// [inputHeight, inputWidth, 3]; call it once all rows are in.
  func image() -> RGBImage {
    Padding.border(
      resampler.image(), left: columns.border, top: rows.border, width: preprocessing.inputWidth,
      height: preprocessing.inputHeight)
  }
}

/// The part of one axis that a centred crop keeps, or all of it within a border where the crop is larger.
struct CropSpan {
  let first: Int
  let count: Int
  let border: Int

  init(of extent: Int, crop: Int) {
    if crop > extent {
      (first, count, border) = (0, extent, (crop - extent) / 2)
    } else {
      // Python's round: half to even.
      (first, count, border) = (Int((Double(extent - crop) / 2).rounded(.toNearestOrEven)), crop, 0)
    }
  }
}
