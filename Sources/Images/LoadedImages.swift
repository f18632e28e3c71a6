/// Images ready for a model, in the order of the set they come from, without those that could not be decoded.
package struct LoadedImages: Sendable {
  package struct Skipped: Sendable, Equatable {
    package let image: LabelledImage
    package let error: ImageError
  }

  /// 8-bit pixels [height, width, 3] of each image, before normalization.
  package let pixels: [[UInt8]]
  /// What each image was read from.
  package let files: [FileIdentity]
  package let labels: [Int?]
  package let names: [String]
  package let skipped: [Skipped]
  /// Set where loading stopped early; then images are missing without being skipped.
  package let isCancelled: Bool

  package var count: Int { pixels.count }
}
