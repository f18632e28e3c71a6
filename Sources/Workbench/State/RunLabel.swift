import Graphs
import Models
import Quantization

extension WorkbenchState {
  /// What a run is called: how its configuration differs from the baseline's, or from the one that the session started
  /// with. So one configuration has one name, whatever keys led to it.
  package func label(of record: RunRecord) -> String {
    let start = history.start
    if let baseline = runs.baseline, baseline.id != record.id {
      let difference = record.configuration.difference(from: baseline.configuration, in: graph)
      return record.configuration == start ? "the start: \(difference)" : difference
    }
    if record.configuration == start { return "as started" }
    return record.configuration.difference(from: start, in: graph)
  }
}
