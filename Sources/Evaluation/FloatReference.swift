/// What the float model says of the evaluation images, computed once.
package struct FloatReference: Sendable, Hashable {
  package let outcomes: [ImageOutcome]
  /// Of the first images; of all of them unless the set is very large (`LogitTable.byteLimit`). Nil: not kept.
  package let logits: LogitTable?
  package let imagesPerSecond: Double
  /// Whether an earlier session computed it.
  package let isKept: Bool

  /// Whether the images have labels.
  var hasLabels: Bool { outcomes.first?.labelRank != nil }

  package init(
    outcomes: [ImageOutcome], logits: LogitTable? = nil, imagesPerSecond: Double, isKept: Bool = false
  ) {
    precondition((logits?.imageCount ?? 0) <= outcomes.count, "an outcome for each image with logits")
    self.outcomes = outcomes
    self.logits = logits
    self.imagesPerSecond = imagesPerSecond
    self.isKept = isKept
  }
}
