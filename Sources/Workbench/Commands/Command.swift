package import Terminal

/// Something that a person can do here: the one table that dispatch, footer, help, palette and README read.
package struct Command: Sendable, Identifiable {
  /// Where its keys mean this command.
  package enum Scope: Hashable, Sendable {
    case everywhere
    /// Wherever keys act on the rows of the layers pane.
    case layers
    /// In one view; the runs only while their pane has the keys.
    case view(ViewKind)

    package var title: String {
      switch self {
      case .everywhere: "everywhere"
      case .layers: "on layers"
      case .view(let view): "in \(view.digit) \(view.title)"
      }
    }
  }

  /// Stable, and unique: what tests and the footer name it by.
  package let id: String
  package let scope: Scope
  /// As the palette and the help list it.
  package let name: String
  package let keys: [Key]
  /// The word behind the key in the footer; nil keeps it out of there.
  package let hint: String?
  /// One sentence.
  package let help: String
  /// How the command line does the same; nil where it has no use for it.
  package let twin: String?
  /// Other words for it, by which the palette finds it.
  package let synonyms: [String]
  /// What it takes in the palette; nil where it takes nothing.
  package let argument: CommandArgument?
  /// Why it cannot act now; nil where it can.
  package let disabledReason: @Sendable (WorkbenchState) -> String?
  package let action: @Sendable (inout WorkbenchState) -> [Effect]

  init(
    _ id: String, _ scope: Scope, _ name: String, keys: [Key], hint: String? = nil, help: String, twin: String? = nil,
    synonyms: [String] = [], argument: CommandArgument? = nil,
    disabledReason: @escaping @Sendable (WorkbenchState) -> String? = { _ in nil },
    action: @escaping @Sendable (inout WorkbenchState) -> [Effect]
  ) {
    self.id = id
    self.scope = scope
    self.name = name
    self.keys = keys
    self.hint = hint
    self.help = help
    self.twin = twin
    self.synonyms = synonyms
    self.argument = argument
    self.disabledReason = disabledReason
    self.action = action
  }

  package func isInScope(_ state: WorkbenchState) -> Bool {
    let runsHaveKeys = state.view == .runs && state.focus == .view
    switch scope {
    case .everywhere: return true
    case .layers: return !runsHaveKeys
    case .view(.runs): return runsHaveKeys
    case .view(let view): return state.view == view
    }
  }

  /// Acts, or says why not.
  package func perform(_ state: inout WorkbenchState) -> [Effect] {
    if let reason = disabledReason(state) {
      state.notice = Notice(reason, .warning)
      return []
    }
    return action(&state)
  }
}

extension Command {
  /// In the order of help and README; no two share a key in one scope.
  package static let all: [Command] =
    quantizing + editing + finding + viewing + mapping + evaluating + moving + leaving

  private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })

  package static func named(_ id: String) -> Command {
    guard let command = byID[id] else { preconditionFailure("no command is called \(id)") }
    return command
  }

  /// The command that a key means where the person is; a view's own come before the layers' and those before all others.
  package static func bound(to key: Key, in state: WorkbenchState) -> Command? {
    let bound = all.filter { $0.keys.contains(key) && $0.isInScope(state) }
    return bound.min { $0.scope.precedence < $1.scope.precedence }
  }
}

extension Command.Scope {
  fileprivate var precedence: Int {
    switch self {
    case .view: 0
    case .layers: 1
    case .everywhere: 2
    }
  }
}
