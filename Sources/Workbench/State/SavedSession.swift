package import Quantization

/// Where a session ended: what the next one on the same model can return to.
package struct SavedSession: Codable, Hashable, Sendable {
  private static let currentSchemaVersion = 1

  private let schemaVersion: Int
  /// The command line that opened it.
  package let arguments: [String]
  package let checkpointDigest: String
  package let configuration: QuantizationConfiguration
  /// The name of the row under the cursor.
  let row: String?
  let view: Int

  package init(_ state: WorkbenchState, checkpointDigest: String) {
    schemaVersion = Self.currentSchemaVersion
    arguments = state.log.arguments
    self.checkpointDigest = checkpointDigest
    configuration = state.configuration
    row = state.cursorRow?.name
    view = state.view.rawValue
  }

  /// Whether this program can read it.
  package var isKnown: Bool { schemaVersion == Self.currentSchemaVersion }
}

extension WorkbenchState {
  /// Whether the footer says how to return to where the last session ended: until something is changed.
  var offersReturn: Bool {
    savedSession != nil && history.done.isEmpty && history.undone.isEmpty
      && Command.named("resume").disabledReason(self) == nil
  }

  /// Makes the configuration of the last session the present one and goes where its cursor was.
  mutating func resume(_ saved: SavedSession) -> [Effect] {
    if let row = saved.row { goToRow(named: row) }
    if let kind = ViewKind(rawValue: saved.view) { show(kind) }
    return make(ConfigurationEdit(configuration: saved.configuration, change: "as the last session ended"))
  }

  /// Puts the cursor on a row, in sight; whether there is one of this name or alias.
  @discardableResult
  package mutating func goToRow(named name: String) -> Bool {
    guard let row = tree.row(named: name) else { return false }
    layers.filter = ""
    layers.order = .network
    layers.folded.subtract(tree.ancestors(of: row.id))
    layers.cursor = row.id
    return true
  }
}
