/// How a model wants its images, as timm's `config.json` says.
package struct InputSpecification: Sendable, Hashable {
  /// Pixels of the square input.
  package let size: Int
  /// The part of the resized image's short side that the crop keeps.
  package let cropFraction: Double
  /// timm's word: `bicubic`, `bilinear`, `nearest`, `lanczos`, `box`.
  package let interpolation: String
  /// Of red, green and blue, for values from 0 to 1.
  package let mean: [Float]
  package let standardDeviation: [Float]
}
