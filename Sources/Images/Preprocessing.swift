/// What a model wants done to an image before it looks: resize, crop, and later normalize.
///
/// Gives the pixels of torchvision's `Resize(resizeShortSide)` and `CenterCrop((inputHeight, inputWidth))` on Pillow
/// images, and the numbers of its `ToTensor` and `Normalize(mean, std)`.
package struct Preprocessing: Hashable, Sendable {
  package enum CropMode: String, Sendable, CaseIterable {
    case center
  }

  package let inputHeight: Int
  package let inputWidth: Int
  /// The length, in pixels, that the image's shorter side gets; the longer one follows in proportion.
  package let resizeShortSide: Int
  package let interpolation: Interpolation
  package let cropMode: CropMode
  /// Of red, green, blue, on the scale from 0 to 1.
  package let mean: [Float]
  package let standardDeviation: [Float]
  /// The normalized value of each of the 256 pixel values: [3, 256].
  package let normalizationTable: [Float]

  package init(
    inputHeight: Int, inputWidth: Int, resizeShortSide: Int, interpolation: Interpolation, cropMode: CropMode = .center,
    mean: [Float], standardDeviation: [Float]
  ) {
    precondition(inputHeight > 0 && inputWidth > 0 && resizeShortSide > 0, "an image has pixels")
    precondition(mean.count == 3 && standardDeviation.count == 3, "one value a channel")
    self.inputHeight = inputHeight
    self.inputWidth = inputWidth
    self.resizeShortSide = resizeShortSide
    self.interpolation = interpolation
    self.cropMode = cropMode
    self.mean = mean
    self.standardDeviation = standardDeviation
    normalizationTable = (0..<3).flatMap { channel in
      (0..<256).map { (Float($0) / 255 - mean[channel]) / standardDeviation[channel] }
    }
  }

  /// The short side of which the crop is the fraction `cropFraction`: 224 at 0.875 is cut from 256.
  package static func resizeShortSide(inputSide: Int, cropFraction: Double) -> Int {
    Int((Double(inputSide) / cropFraction).rounded(.down))
  }

  /// The resized and cropped image: [inputHeight, inputWidth, 3].
  package func apply(_ image: RGBImage) -> RGBImage {
    let rows = PreprocessedRows(self, width: image.width, height: image.height)
    image.send(to: rows)
    return rows.image()
  }

  /// The image's extents after the resize, before the crop; fractions of a pixel are dropped.
  package func resizedExtents(width: Int, height: Int) -> (width: Int, height: Int) {
    let longSide = Int(Double(resizeShortSide * max(width, height)) / Double(min(width, height)))
    return width <= height ? (resizeShortSide, longSide) : (longSide, resizeShortSide)
  }
}
