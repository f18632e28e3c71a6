/// Resizes and crops an image while its rows come in; only what the crop needs is kept.
final class PreprocessedRows: RowReceiver {
  private let preprocessing: Preprocessing
  private let columns: CropSpan
  private let rows: CropSpan
  private let resampler: RowResampler

  /// For an image of `width` × `height`.
  init(_ preprocessing: Preprocessing, width: Int, height: Int) {
    self.preprocessing = preprocessing
    let resized = preprocessing.resizing.extents(width: width, height: height)
    columns = preprocessing.crop.span(of: resized.width, crop: preprocessing.inputWidth)
    rows = preprocessing.crop.span(of: resized.height, crop: preprocessing.inputHeight)
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
      height: preprocessing.inputHeight, color: preprocessing.crop.border)
  }
}
