/// How a model wants its images: what timm's `pretrained_cfg` or transformers' `preprocessor_config.json` comes to.
package struct InputSpecification: Sendable, Hashable {
  /// How an image's extents change before the crop.
  package enum Resizing: Sendable, Hashable {
    case none
    /// The length of the shorter side, in proportion.
    case shortSide(Int)
    /// The same unless the longer side would be above `longSide`.
    case shortSideWithin(Int, longSide: Int)
    case exactly(width: Int, height: Int)
    /// The largest of the image's proportion that fits into a square of that side.
    case within(Int)
  }

  /// What a centred crop does with half a pixel, and with an image that is smaller.
  package enum Crop: Sendable, Hashable {
    /// As torchvision and timm, with a border of that red, green and blue.
    case torchvision(border: [UInt8])
    case transformers
  }

  /// What becomes of 8-bit pixels before mean and deviation.
  package enum Scaling: Sendable, Hashable {
    /// Divided by 255, in 32 bits.
    case division
    /// Multiplied, in 64 bits.
    case factor(Double)
    /// 0 to 255.
    case none
  }

  /// Pixels of the square input.
  package let size: Int
  package let resizing: Resizing
  /// Pillow's word: `nearest`, `box`, `bilinear`, `hamming`, `bicubic`, `lanczos`.
  package let interpolation: String
  package let crop: Crop
  package let scaling: Scaling
  /// Of red, green and blue, on the scale that `scaling` makes.
  package let mean: [Float]
  package let standardDeviation: [Float]

  package init(
    size: Int, resizing: Resizing, interpolation: String, crop: Crop, scaling: Scaling, mean: [Float],
    standardDeviation: [Float]
  ) {
    self.size = size
    self.resizing = resizing
    self.interpolation = interpolation
    self.crop = crop
    self.scaling = scaling
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  /// Of the square input and of every side that an image is resized to on the way; more would need more memory than
  /// there is.
  static let sizes = 1...4096
  static let resizedSizes = 1...40_960

  static let interpolations = ["nearest", "box", "bilinear", "hamming", "bicubic", "lanczos"]

  /// In a few words, for a person.
  package var summary: String {
    let extents =
      switch resizing {
      case .none: "as they are"
      case .shortSide(let side): "shorter side \(side)"
      case .shortSideWithin(let side, let longSide): "shorter side \(side), longer at most \(longSide)"
      case .exactly(let width, let height): "\(width) × \(height)"
      case .within(let side): "within \(side) × \(side)"
      }
    func list(_ numbers: [Float]) -> String { numbers.map { "\($0)" }.joined(separator: " ") }
    return "\(extents), cropped to \(size), \(interpolation), mean \(list(mean)), deviation \(list(standardDeviation))"
  }

  /// Whether every pixel value becomes a number.
  var isFinite: Bool {
    let largest: Float =
      switch scaling {
      case .division: 1
      case .factor(let factor): Float(255 * factor)
      case .none: 255
      }
    return zip(mean, standardDeviation).allSatisfy { mean, deviation in
      [0, largest].allSatisfy { (($0 - mean) / deviation).isFinite }
    }
  }
}
