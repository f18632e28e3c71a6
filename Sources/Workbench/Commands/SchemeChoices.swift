import Graphs
import Models
import Quantization

/// What may follow `set` in the palette: rows, then `=` and a scheme that is defined at all of them.
enum SchemeChoices {
  @Sendable static func choices(_ state: WorkbenchState, _ typed: String) -> [ArgumentChoice] {
    guard let equals = typed.lastIndex(of: "=") else { return rows(state, typed) }
    let name = typed[..<equals].filter { $0 != " " }
    let word = typed[typed.index(after: equals)...].filter { $0 != " " }.lowercased()
    let sites: [Site]
    do throws(QuantizationError) { sites = try state.graph.rows(named: name) } catch {
      return [ArgumentChoice(text: typed, detail: "", refusal: error.description) { _ in [] }]
    }
    let defined = schemes.filter { scheme in sites.allSatisfy { $0.role.allows(scheme) } }
    let exact = schemes.first { $0.description == word }
    guard let exact else {
      return defined.filter { $0.description.hasPrefix(word) }.map { choice(state, name, sites, $0) }
    }
    if let refused = sites.first(where: { !$0.role.allows(exact) }) {
      let reason = "\(exact) is not defined at \(refused.id); it may be \(defined.map(\.description).joined(separator: ", "))"
      return [ArgumentChoice(text: typed, detail: "", refusal: reason) { _ in [] }]
    }
    return [choice(state, name, sites, exact)]
  }

  /// Names of rows and groups that begin like what is typed; choosing one goes on to the scheme.
  private static func rows(_ state: WorkbenchState, _ typed: String) -> [ArgumentChoice] {
    let found = (try? state.graph.rows(named: typed))?.count
    let own = found.map { [("\(typed)=", $0 == 1 ? "1 row" : "\($0) rows")] } ?? []
    let names = state.tree.rows.filter { $0.name.hasPrefix(typed) && $0.name != typed }.map {
      ("\($0.name)=", $0.isGroup ? "\(state.tree.leaves(of: $0).count) rows" : $0.rowKind?.title ?? "")
    }
    return (own + names).map { text, detail in
      ArgumentChoice(text: text, detail: detail) { state in
        state.overlay = .palette(input: TextInput("set " + text), cursor: 0)
        return []
      }
    }
  }

  private static func choice(
    _ state: WorkbenchState, _ name: String, _ sites: [Site], _ scheme: QuantizationScheme
  ) -> ArgumentChoice {
    let rows = sites.compactMap { state.tree.row(of: $0.id)?.id }
    // Whoever writes a name means its rows, whatever the filter leaves of them.
    let targets = EditTargets(rows: rows, hidden: [], origin: rows.count == 1 ? .row : .pattern, name: name)
    let count = rows.count == 1 ? "1 row" : "\(rows.count) rows"
    return ArgumentChoice(
      text: "\(name)=\(scheme)", detail: "\(scheme.title) at \(count)",
      refusal: state.refusal(of: .scheme(scheme), at: targets)
    ) { $0.request(.scheme(scheme), at: targets) }
  }

  private static let schemes: [QuantizationScheme] = {
    let widths = IntegerFormat.widths.reversed()
    return [.float] + widths.map { .layerWise($0) } + widths.map { .channelWise($0) }
      + widths.map { .powersOfTwoScale(bits: $0) } + widths.map { .log2(bits: $0) } + widths.map { .logIntSoftmax(bits: $0) }
  }()
}
