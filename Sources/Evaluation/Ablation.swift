import Graphs
import Models
package import Quantization

/// The paper's ablation: observers × LayerNorm inputs × the attention ladder, everything else at 8 bits.
///
/// Rows share what they can: one calibration serves all rows of an observer, weights are packed once, and the float
/// model runs once.
package struct Ablation: Sendable {
  package struct Row: Sendable, Hashable {
    package let observer: ObserverKind
    /// Whether LayerNorm inputs use PTS; else one scale a layer.
    package let usesPowersOfTwoScale: Bool
    /// A step of the attention ladder.
    package let attention: QuantizationScheme
  }

  package let observers: [ObserverKind]

  package init(observers: [ObserverKind] = ObserverKind.allCases) { self.observers = observers }

  /// Observer by observer, so that one calibration is in use at a time.
  package var rows: [Row] {
    observers.flatMap { observer in
      [false, true].flatMap { usesPowersOfTwoScale in
        QuantizationScheme.attentionLadder.map {
          Row(observer: observer, usesPowersOfTwoScale: usesPowersOfTwoScale, attention: $0)
        }
      }
    }
  }

  /// Evaluates every row in order; blocks until done.
  ///
  /// - Parameters:
  ///   - onStart: the row's number from 0, before it is evaluated.
  ///   - onCalibration: images done and to do, where a row needs a calibration that is not there yet.
  package func run(
    on session: EvaluationSession, cancellation: CancellationFlag, onStart: (Int, Row) -> Void,
    onCalibration: @escaping EvaluationSession.Progress
  ) throws(EvaluationError) -> [(row: Row, report: EvaluationReport)] {
    var results: [(Row, EvaluationReport)] = []
    for (index, row) in rows.enumerated() {
      onStart(index, row)
      let configuration = row.configuration(for: session.model.graph)
      _ = try session.calibration(for: configuration, cancellation: cancellation, progress: onCalibration)
      results.append((row, try session.evaluate(configuration, cancellation: cancellation)))
    }
    return results
  }
}

extension Ablation.Row {
  func configuration(for graph: Graph) -> QuantizationConfiguration {
    var configuration = QuantizationConfiguration.base
    configuration.observer = observer
    for site in graph.sites {
      if site.role.isNormInput, usesPowersOfTwoScale { configuration.set(.powersOfTwoScale(bits: 8), at: site) }
      if site.role == .attention { configuration.set(attention, at: site) }
    }
    return configuration
  }
}
