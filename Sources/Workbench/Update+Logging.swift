package import Graphs
package import Evaluation
package import Models
package import Quantization
import Terminal

/// What the log has to know of the state before a key.
struct LogContext {
  let configuration: QuantizationConfiguration
  let row: String?
  let hasOverlay: Bool
  /// Whether a question is open, whose answer the key is.
  let isAsked: Bool
  let isTyping: Bool
  /// What stands in the line that is typed; nil where none is.
  let line: String?
  let selected: Set<Int>
  /// Whether the key acts on the row, or would if it were not refused there.
  let actsOnRow: Bool
  /// Whether the key returns to a configuration of the list of runs, whose rows depend on what was finished in time.
  let returns: Bool

  init(_ state: WorkbenchState, _ key: Key) {
    configuration = state.configuration
    row = state.cursorRow?.name
    hasOverlay = state.overlay != nil
    isAsked = state.overlay?.isQuestion ?? false
    isTyping = state.overlay?.hasText ?? false
    line = state.overlay?.line
    selected = state.layers.selected
    let command = state.overlay == nil ? Command.bound(to: key, in: state) : nil
    actsOnRow = command?.scope == .layers
    returns = command?.id == "run.return"
  }
}

extension SessionLog {
  /// - Parameter configuration: the present one, which whoever does the log again must have reached at its end.
  package func text(ending configuration: QuantizationConfiguration, in graph: Graph) -> String {
    text(
      ending: (configuration.digest(for: graph), ConfigurationStatement(configuration, graph: graph).line))
  }
}

extension WorkbenchState {
  package var logText: String { log.text(ending: configuration, in: graph) }

  /// Notes a key with what it acted on and what came of it.
  ///
  /// Questions and their answers are not noted, but what they led to: a replay has other files on disk and other figures in.
  mutating func record(_ key: Key, before: LogContext, effects: [Effect]) {
    defer { if overlay == nil { log.noteClosing() } }
    if before.isAsked {
      // Of what is done at a question only this lasts.
      if case .resize = key { log.record(key, isText: false, note: nil) }
      return
    }
    if key == .up || key == .down || key == .control("p") || key == .control("n"), let line = overlay?.line,
      let old = before.line, line != old
    {
      log.record(recalled: line)
      return
    }
    if overlay?.isQuestion == true || effects.contains(where: \.isQuestion) {
      log.dropOpening()
      return
    }
    if !before.hasOverlay, overlay != nil { log.noteOpening() }
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
