package import Evaluation
import Models
import Quantization
import Terminal

/// What the log has to know of the state before a key.
struct LogContext {
  let configuration: QuantizationConfiguration
  let row: String?
  let hasOverlay: Bool
  let isTyping: Bool
  let selected: Set<Int>
  /// Whether the key acts on the row, or would if it were not refused there.
  let actsOnRow: Bool
  /// Whether the key returns to a configuration of the list of runs, whose rows depend on what was finished in time.
  let returns: Bool

  init(_ state: WorkbenchState, _ key: Key) {
    configuration = state.configuration
    row = state.cursorRow?.name
    hasOverlay = state.overlay != nil
    isTyping = state.overlay?.hasText ?? false
    selected = state.layers.selected
    let command = state.overlay == nil ? Command.bound(to: key, in: state) : nil
    actsOnRow = command?.scope == .layers
    returns = command?.id == "run.return"
  }
}

extension WorkbenchState {
  /// Notes a key with what it acted on and what came of it.
  mutating func record(_ key: Key, before: LogContext) {
    let isChanged = configuration != before.configuration
    if isChanged, before.returns {
      record(configuration)
    } else {
      let acts = before.actsOnRow || isChanged || layers.selected != before.selected || overlay != nil
      if acts, !before.hasOverlay, let row = before.row {
        log.record(key, on: row, isText: before.isTyping, note: notice?.text)
      } else {
        log.record(key, isText: before.isTyping, note: notice?.text)
      }
    }
    if isChanged, !before.returns { recordPresent() }
  }

  /// Notes a configuration that was made the present one as a whole.
  mutating func record(_ configuration: QuantizationConfiguration) {
    log.record(configuration)
    recordPresent()
  }

  /// Notes which configuration is the present one now.
  private mutating func recordPresent() {
    log.record(
      digest: configuration.digest(for: graph), words: ConfigurationStatement(configuration, graph: graph).line)
  }

  /// A figure for whoever reads the log.
  package static func words(for tally: EvaluationTally) -> String {
    let headline = tally.headline
    return "\(headline.title) \(headline.proportion.count) of \(headline.proportion.total)"
  }
}
