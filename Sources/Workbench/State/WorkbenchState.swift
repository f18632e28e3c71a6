package import Graphs
package import Evaluation
package import Models
package import Quantization
import Terminal

/// Everything that the screen is drawn from; only `update` changes it.
package struct WorkbenchState: Sendable {
  package enum Pane: Hashable, Sendable {
    case layers, view
  }

  package let modelName: String
  package let graph: Graph
  package let tree: LayerTree
  /// Empty until the images are loaded, and where their folder tells no names.
  package var classNames: [String]

  package var history: EditHistory
  package var gestures = GestureMemory()
  package var files = FileRequests()
  package var findings = Findings()
  package var probes = Probes()
  package var confirmations = Confirmations()
  package var preparation = Preparation()
  package var runs = RunLog()
  package var isPaused = false

  /// What was done so far, for a file that can be replayed.
  package var log: SessionLog
  /// Where the last session on this model ended; nil where there was none, or it ended where this one starts.
  package let savedSession: SavedSession?

  package var layers: LayersPane
  package var view = ViewKind.ranges
  package var options = ViewOptions()
  package var focus = Pane.layers
  /// Whether the pane that has the keys takes the place of both.
  package var isZoomed = false
  package var overlay: Overlay?
  /// What was typed into each kind of line before, oldest first.
  package var typed = InputHistory()
  package var notice: Notice?
  package var display: Display
  /// Seconds since the start; the run loop sets it before each message, so that `update` reads no clock.
  package var clock: Double = 0

  /// The screen before the first event. The first run's effect comes from `Message.started`.
  ///
  /// - Parameters:
  ///   - classNames: empty where no names are known.
  ///   - arguments: the command line, for the log.
  package init(
    modelName: String, graph: Graph, configuration: QuantizationConfiguration, classNames: [String],
    display: Display, arguments: [String] = [], savedSession: SavedSession? = nil
  ) {
    self.modelName = modelName
    self.graph = graph
    self.classNames = classNames
    self.display = display
    tree = LayerTree(graph: graph)
    layers = LayersPane(tree: tree)
    history = EditHistory(configuration)
    log = SessionLog(arguments: arguments, size: display.size)
    let saved = savedSession.flatMap { saved in
      saved.isKnown && saved.configuration != configuration && saved.configuration.problem(for: graph) == nil
        ? saved : nil
    }
    self.savedSession = saved
    if let saved {
      let summary = ConfigurationStatement(saved.configuration, graph: graph).line
      notice = Notice("R returns to where the last session ended: \(summary)")
    } else {
      notice = Notice("press ? for what you can do here")
    }
  }

  package var configuration: QuantizationConfiguration { history.present }

  /// Nil until the present observer's calibration is in.
  package var calibration: Calibration? { findings.calibrations[configuration.observer] }

  package func className(_ index: Int) -> String {
    classNames.indices.contains(index) ? classNames[index] : "class \(index)"
  }

  /// Class names list synonyms; the first is enough to know it by.
  package func shortClassName(_ index: Int) -> String {
    className(index).split(separator: ",").first.map(String.init) ?? ""
  }
}
