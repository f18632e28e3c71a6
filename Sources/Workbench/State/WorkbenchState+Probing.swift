package import Evaluation
import Models

extension WorkbenchState {
  /// What the present view wants of the networks; nil where nothing, or where calibration or images are not there yet.
  package var wantedProbe: ProbeRequest? {
    guard calibration != nil, let imageCount = findings.imageCount, options.image < imageCount,
      findings.reference != nil
    else { return nil }
    switch view {
    case .map: return shownAttention.map { .attention($0, image: options.image, configuration) }
    case .error: return .accumulatedErrors(configuration)
    case .ranges, .attention, .runs: return nil
    }
  }

  /// Whether an evaluation runs or a view waits for what it asked: what a script waits out.
  package var isWaitingForFigures: Bool { runs.current?.status == .running || probes.pending != nil }

  /// Sends the question of the present view, unless it is answered or another one is being answered.
  mutating func askProbe() -> [Effect] {
    guard let wanted = wantedProbe, probes.begin(wanted) else { return [] }
    return [.probe(wanted)]
  }

  /// The map of the shown attention and image in the present configuration.
  package var shownMap: AttentionMap? { wantedProbe.flatMap { probes.map(answering: $0) } }

  package var accumulatedErrors: AccumulatedErrors? { probes.accumulatedErrors(of: configuration) }

  /// The accumulated error at a row's site, in dB; weights have none.
  ///
  /// - Parameter errors: those of the present configuration, which are looked up once for all rows.
  package func accumulatedDecibels(of row: LayerRow, in errors: AccumulatedErrors?) -> Double? {
    guard !row.isGroup, let site = row.sites.first else { return nil }
    return errors?.sites[site]?.decibels
  }

  /// The block whose residual stream loses the most SQNR from its start to its end, with the loss in dB.
  package var largestDrop: (name: String, decibels: Double)? {
    guard let errors = accumulatedErrors else { return nil }
    let inputs = graph.layerNorms.compactMap { norm in
      errors.sites[norm.input]?.decibels.map { (block: norm.block, decibels: $0) }
    }
    let drops = (0..<graph.blockCount).compactMap { block -> (name: String, decibels: Double)? in
      guard let start = inputs.firstIndex(where: { $0.block == block }),
        let end = inputs.firstIndex(where: { ($0.block ?? graph.blockCount) > block })
      else { return nil }
      let drop = inputs[start].decibels - inputs[end].decibels
      return drop.isFinite ? ("blocks.\(block)", drop) : nil
    }
    return drops.max { $0.decibels < $1.decibels }
  }

  /// The images whose class the present run changes against the float model; nil until the run is finished.
  package var flippedImages: [Int]? {
    guard let after = runs.current?.report?.outcomes, let before = findings.reference?.outcomes else { return nil }
    return RunComparison(before: before, after: after).flips.map(\.image)
  }
}
