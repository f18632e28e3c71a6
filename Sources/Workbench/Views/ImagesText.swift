package import Evaluation
import Terminal

/// What the header says of the images, and of what makes their figures doubtful.
struct ImagesText {
  /// From the longest to the shortest, which says nothing.
  let wordings: [String]
  let isWarning: Bool

  init(_ state: WorkbenchState) {
    guard let imageCount = state.findings.imageCount else {
      wordings = [""]
      isWarning = false
      return
    }
    let findings = state.findings
    let count = NumberText.grouped(imageCount) + (imageCount == 1 ? " image" : " images")
    let skipped = findings.skippedImages.isEmpty ? "" : " (\(findings.skippedImages.count) skipped)"
    let labels = findings.hasLabels == false ? " without labels" : ""
    var wordings: [String] = []
    if let suspicion = findings.labelSuspicion {
      let question = "\(count): are these this model's labels?"
      if let shift = suspicion.shift { wordings.append("\(question) \(shift.description)") }
      wordings += [question, "\(count), whose labels?"]
    }
    if let shared = findings.sharedCalibrationCount {
      wordings += [
        "\(count)\(labels)\(skipped), calibrated on \(NumberText.grouped(shared)) of them",
        "\(count), calibrated on \(NumberText.grouped(shared))",
      ]
    }
    self.wordings = wordings + ["\(count)\(labels)\(skipped)", count + skipped, count, ""]
    isWarning = !wordings.isEmpty || !skipped.isEmpty
  }
}

extension Findings {
  /// Nil until the float model has run.
  package var hasLabels: Bool? { reference?.outcomes.first.map { $0.labelRank != nil } }

  package var labelSuspicion: LabelSuspicion? {
    remarks.lazy.compactMap { if case .labels(let suspicion) = $0 { suspicion } else { nil } }.first
  }

  /// How many of the evaluation images calibrate; nil where none does.
  package var sharedCalibrationCount: Int? {
    remarks.lazy.compactMap { if case .calibratedOnEvaluationImages(let count) = $0 { count } else { nil } }.first
  }
}
