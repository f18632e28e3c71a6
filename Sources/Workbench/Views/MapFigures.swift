import Evaluation
import Foundation
import Quantization
import Terminal

/// What the map of an attention says in numbers.
struct MapFigures {
  let heads: [Int]
  private let map: AttentionMap
  /// What the class token takes from itself instead of from patches.
  private let ownShare: (before: Double, after: Double)
  /// The share of the float probabilities that became zero.
  private let massToZero: Double
  private let error: SignalToNoise
  private let largestChange: Double

  init(_ map: AttentionMap, _ state: WorkbenchState) {
    self.map = map
    let all = Array(0..<map.headCount)
    heads = state.options.head.map { all.contains($0) ? [$0] : all } ?? all
    let shown = heads.map { map.heads[$0] }
    let count = Double(max(shown.count, 1))
    error = shown.reduce(into: SignalToNoise()) { $0 += $1.error }
    ownShare = (
      shown.reduce(0) { $0 + $1.floatClassToken } / count, shown.reduce(0) { $0 + $1.quantizedClassToken } / count
    )
    let mass = shown.reduce(0) { $0 + $1.mass }
    massToZero = mass > 0 ? shown.reduce(0) { $0 + $1.massToZero } / mass : 0
    largestChange = shown.map(\.largestChange).max() ?? 0
  }

  /// From the most telling on.
  func lines(_ state: WorkbenchState, isShaded: Bool) -> [String] {
    let scheme = state.scheme(at: map.site)
    var lines = [verdict(state)]
    if case .logIntSoftmax(let quantizer)? = state.quantizer(at: map.site), quantizer.losesAllAttention {
      lines.append("the scale of the scores is too coarse for LIS: every probability is 0")
    }
    lines.append(
      "\(scheme.title): \(Figures.decibels(error.decibels)) dB on this image · "
        + "\(Figures.percent(100 * massToZero)) of the mass to 0")
    lines.append(
      "class token to itself \(Figures.percent(100 * ownShare.before)) → \(Figures.percent(100 * ownShare.after))"
        + " · largest change \(NumberText.short(largestChange, digits: 2))")
    lines.append(isShaded ? "denser is more; + # gained, - = lost" : "brighter is more; red gained, blue lost")
    lines.append(map.imageName)
    return lines
  }

  /// What the image is, and what both models say of it.
  private func verdict(_ state: WorkbenchState) -> String {
    func said(_ outcome: ImageOutcome) -> String {
      "\(state.shortClassName(outcome.predicted)) \(NumberText.fixed(Double(outcome.probability), places: 2))"
    }
    let label = map.label.map { "label \(state.shortClassName($0)) · " } ?? ""
    guard let outcomes = state.findings.reference?.outcomes, outcomes.indices.contains(map.image) else {
      return map.label.map { "label \(state.shortClassName($0))" } ?? "no label"
    }
    let before = outcomes[map.image]
    guard let found = state.runs.current?.report?.outcomes, found.indices.contains(map.image) else {
      return label + "float says \(said(before))"
    }
    let after = found[map.image]
    return label + "\(said(before)) → \(said(after))" + (before.predicted == after.predicted ? "" : " (flip)")
  }
}
