import Evaluation

/// The figures on images that were held out, in percent and percentage points: those that no choice has flattered.
struct HeldOutOutput: Encodable {
  let images: Int
  /// Absent, as all that follows from labels, where the images have none.
  let top1: Double?
  let top1Interval: [Double]?
  let floatTop1: Double?
  let difference: Double?
  let differenceInterval: [Double]?
  let agreement: Double
  let agreementInterval: [Double]

  init(_ tally: EvaluationTally) {
    images = tally.imageCount
    let accuracy = tally.accuracy
    top1 = accuracy?.top1.percent
    top1Interval = accuracy?.top1.interval.ends
    floatTop1 = accuracy?.floatTop1.percent
    difference = accuracy?.difference.points
    differenceInterval = accuracy?.difference.interval.ends
    agreement = tally.agreement.percent
    agreementInterval = tally.agreement.interval.ends
  }

  /// One line.
  var text: String {
    func range(_ ends: [Double]) -> String { "[\(Figures.fixed(ends[0], 2)), \(Figures.fixed(ends[1], 2))]" }
    let count = "\(images) images: "
    guard let top1, let top1Interval, let difference, let differenceInterval else {
      return count + "agreement \(Figures.fixed(agreement, 2)) %  95 % \(range(agreementInterval))"
    }
    let ends = differenceInterval.map { Figures.signed($0, 2) }.joined(separator: ", ")
    return count + "top-1 \(Figures.fixed(top1, 2)) %  95 % \(range(top1Interval)), "
      + "vs float \(Figures.signed(difference, 2)) [\(ends)]"
  }
}
