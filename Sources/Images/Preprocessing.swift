/// What a model wants done to an image before it looks: resize, crop, and later normalize.
///
/// Gives the pixels of torchvision's, timm's and transformers' transforms on Pillow images, and their numbers.
package struct Preprocessing: Hashable, Sendable {
  package let inputHeight: Int
  package let inputWidth: Int
  package let resizing: Resizing
  package let interpolation: Interpolation
  package let crop: CropRule
  package let scaling: PixelScaling
  /// Of red, green, blue, on the scale that `scaling` makes.
  package let mean: [Float]
  package let standardDeviation: [Float]
  /// The normalized value of each of the 256 pixel values: [3, 256].
  package let normalizationTable: [Float]

  package init(
    inputHeight: Int, inputWidth: Int, resizing: Resizing, interpolation: Interpolation,
    crop: CropRule = .torchvision(border: .black), scaling: PixelScaling = .division, mean: [Float],
    standardDeviation: [Float]
  ) {
    precondition(inputHeight > 0 && inputWidth > 0, "an image has pixels")
    precondition(mean.count == 3 && standardDeviation.count == 3, "one value a channel")
    self.inputHeight = inputHeight
    self.inputWidth = inputWidth
    self.resizing = resizing
    self.interpolation = interpolation
    self.crop = crop
    self.scaling = scaling
    self.mean = mean
    self.standardDeviation = standardDeviation
    normalizationTable = (0..<3).flatMap { channel in
      (0..<256).map { (scaling.value(of: $0) - mean[channel]) / standardDeviation[channel] }
    }
  }

  /// As torchvision's `Resize(resizeShortSide)`, `CenterCrop((inputHeight, inputWidth))`, `ToTensor` and `Normalize`.
  package init(
    inputHeight: Int, inputWidth: Int, resizeShortSide: Int, interpolation: Interpolation, mean: [Float],
    standardDeviation: [Float]
  ) {
    precondition(resizeShortSide > 0, "an image has pixels")
    self.init(
      inputHeight: inputHeight, inputWidth: inputWidth, resizing: .shortSide(resizeShortSide),
      interpolation: interpolation, mean: mean, standardDeviation: standardDeviation)
  }

  /// The resized and cropped image: [inputHeight, inputWidth, 3].
  package func apply(_ image: RGBImage) -> RGBImage {
    let rows = PreprocessedRows(self, width: image.width, height: image.height)
    image.send(to: rows)
    return rows.image()
  }
}
