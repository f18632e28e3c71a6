import Evaluation

extension WorkbenchState {
  /// What a view says that has nothing to draw yet.
  func waitingText(_ what: String) -> String {
    let now = preparation.stage.map { " (now: \($0.title))" } ?? ""
    return "\(what) are known after calibration\(now)"
  }
}
