import Graphs
package import Evaluation
import Foundation
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
  package var isWaitingForFigures: Bool { runs.current?.status == .running || probes.pending != nil || confirmations.pending != nil }

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

  /// The block that adds the most noise to the residual stream, with the stream's SQNR before and after it in dB (infinite
  /// before any noise); nil where none adds any. Blocks that are entirely float add none of their own.
  package var costliestBlock: (name: String, before: Double, after: Double)? {
    guard let errors = accumulatedErrors else { return nil }
    let inputs = graph.layerNorms.compactMap { norm in
      errors.sites[norm.input]?.decibels.map { (block: norm.block, decibels: $0) }
    }
    let costs = (0..<graph.blockCount).compactMap { block -> (name: String, before: Double, after: Double)? in
      guard let row = tree.rows.first(where: { $0.module == graph.blocks[block] }), !isFloat(row),
        let start = inputs.firstIndex(where: { $0.block == block }),
        let end = inputs[start...].firstIndex(where: { $0.block != block })
      else { return nil }
      return (row.name, inputs[start].decibels, inputs[end].decibels)
    }
    // By the share of noise that is added: a stream without any has no dB to lose.
    func noise(_ decibels: Double) -> Double { pow(10, -decibels / 10) }
    let worst = costs.max { noise($0.after) - noise($0.before) < noise($1.after) - noise($1.before) }
    return worst.flatMap { $0.after < $0.before ? $0 : nil }
  }

  /// The images whose class the present run changes against the float model; nil until the run is finished.
  package var flippedImages: [Int]? {
    guard let after = runs.current?.report?.outcomes, let before = findings.reference?.outcomes else { return nil }
    return RunComparison(before: before, after: after, float: nil).flips.map(\.image)
  }
}
