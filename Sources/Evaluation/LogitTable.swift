/// The logits of the first images of a set, [images, classes].
package struct LogitTable: Sendable, Hashable {
  /// What one table may hold: 67,000 images of 1,000 classes.
  package static let byteLimit = 256 << 20

  package let classCount: Int
  package private(set) var values: [Float]

  package init(classCount: Int, values: [Float]) {
    precondition(classCount > 0 && values.count.isMultiple(of: classCount), "whole rows of \(classCount) classes")
    self.classCount = classCount
    self.values = values
  }

  /// Images whose logits are kept.
  package var imageCount: Int { values.count / classCount }

  /// One image's logits; nil for an image beyond those that are kept.
  package subscript(image: Int) -> ArraySlice<Float>? {
    image < imageCount ? values[image * classCount..<(image + 1) * classCount] : nil
  }

  /// How many of `imageCount` images fit: all of them but for very large sets.
  package static func capacity(classCount: Int, imageCount: Int) -> Int {
    min(imageCount, byteLimit / (MemoryLayout<Float>.stride * classCount))
  }
}
