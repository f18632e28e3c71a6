/// What a screen shows of a set of images.
package struct ImageSetSummary: Sendable, Hashable {
  package let count: Int
  /// As `ImageSet` has them.
  package let labelSource: String
  package let remarks: [String]
  package let selection: String?
  package let skipped: [String]
  package let classNames: [String]?
  /// Images of the folder that no run sees; nil where none are held out.
  package let heldOutCount: Int?

  package init(
    count: Int, labelSource: String = "labels.txt", remarks: [String] = [], selection: String? = nil,
    skipped: [String] = [], classNames: [String]? = nil, heldOutCount: Int? = nil
  ) {
    self.count = count
    self.labelSource = labelSource
    self.remarks = remarks
    self.selection = selection
    self.skipped = skipped
    self.classNames = classNames
    self.heldOutCount = heldOutCount
  }

  init(_ images: ImageSet, heldOutCount: Int?) {
    self.init(
      count: images.count, labelSource: images.labelSource, remarks: images.remarks, selection: images.selection,
      skipped: images.skipped, classNames: images.classNames, heldOutCount: heldOutCount)
  }
}
