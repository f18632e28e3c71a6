import Graphs
import Models
package import Quantization

/// What a person asks of the quantizers of some rows.
package enum EditRequest: Hashable, Sendable {
  /// The main quantizer: PTS, LIS, or quantized at all.
  case toggle
  /// On where any lacks it, else off; or as the value says.
  case powersOfTwoScale(Bool?)
  /// The next or the previous step of the attention ladder.
  case ladder(forward: Bool)
  case attention(QuantizationScheme)
  case bits(Int)
  /// Float where any is quantized, else quantized; or as the value says.
  case float(Bool?)
  /// The scheme of the row under the cursor at all of its kind.
  case applyToAll
  case scheme(QuantizationScheme)
}

/// What requests would make of the configuration, or why they would not.
package enum QuantizerEdits {
  package typealias Refusal = ConfigurationEdit.Refusal

  /// The edit that `request` is at `targets`.
  package static func plan(
    _ request: EditRequest, at targets: EditTargets, _ state: WorkbenchState
  ) throws(Refusal) -> PlannedEdit {
    guard !targets.rows.isEmpty else {
      guard targets.hidden.isEmpty else {
        throw Refusal(
          reason: "the filter /\(state.layers.filter) hides \(targets.phrase(targets.hidden.count)): Escape takes it away")
      }
      throw Refusal(reason: "no row here to change")
    }
    let planner = Planner(state: state, targets: targets, sites: state.sites(of: targets.rows))
    switch request {
    case .toggle: return try planner.toggle()
    case .powersOfTwoScale(let isOn): return try planner.powersOfTwoScale(isOn)
    case .ladder(let forward): return try planner.ladder(forward: forward)
    case .attention(let scheme): return try planner.attention(scheme)
    case .bits(let bits): return try planner.bits(bits)
    case .float(let isFloat): return try planner.float(isFloat)
    case .applyToAll: return try planner.applyToAll()
    case .scheme(let scheme): return try planner.scheme(scheme)
    }
  }

  private struct Planner {
    let state: WorkbenchState
    let targets: EditTargets
    let sites: [SiteID]

    func toggle() throws(Refusal) -> PlannedEdit {
      guard targets.origin != .group else {
        throw Refusal(reason: "\(targets.name) has no quantizer of its own: p, t, f and b act on the rows in it")
      }
      let kinds = Set(targets.rows.map { kind(of: state.tree.rows[$0]) })
      guard kinds.count == 1, let kind = kinds.first else {
        throw Refusal(reason: "these rows are of several kinds: p switches PTS, t steps the attention, f goes to float")
      }
      switch kind {
      case .layerNorm: return try powersOfTwoScale(nil)
      case .attention: return try logIntSoftmax()
      case .other: return try float(nil)
      }
    }

    private enum ToggledKind: Hashable { case layerNorm, attention, other }

    private func kind(of row: LayerRow) -> ToggledKind {
      switch row.kind {
      case .layerNorm: .layerNorm
      case .attention: .attention
      case .group, .site: .other
      }
    }

    func powersOfTwoScale(_ wanted: Bool?) throws(Refusal) -> PlannedEdit {
      let norms = sites.filter { state.graph.site($0)?.role.isNormInput == true }
      guard !norms.isEmpty else {
        throw Refusal(reason: "PTS is for the inputs of LayerNorms: \(described) has none")
      }
      let isOn = wanted ?? !norms.allSatisfy { state.scheme(at: $0).isPowersOfTwoScale }
      return try plan(
        norms, isOn ? "PTS on" : "PTS off", gesture: wanted == nil ? .powersOfTwoScale : nil
      ) { site, scheme in
        guard scheme.isPowersOfTwoScale != isOn else { return scheme }
        if let former = state.gestures.former(.powersOfTwoScale, at: site.id, with: scheme),
          former.isPowersOfTwoScale == isOn
        {
          return former
        }
        let bits = scheme.bits ?? 8
        return isOn ? .powersOfTwoScale(bits: bits) : .layerWise(bits)
      }
    }

    private func logIntSoftmax() throws(Refusal) -> PlannedEdit {
      let isOn = !sites.allSatisfy { state.scheme(at: $0).isLogIntSoftmax }
      return try plan(sites, isOn ? "LIS on" : "LIS off", gesture: .logIntSoftmax) { site, scheme in
        guard scheme.isLogIntSoftmax != isOn else { return scheme }
        return state.gestures.former(.logIntSoftmax, at: site.id, with: scheme)
          ?? (isOn ? .logIntSoftmax(bits: 4) : .layerWise(8))
      }
    }

    /// All go to the step after the first one's.
    func ladder(forward: Bool) throws(Refusal) -> PlannedEdit {
      let attentions = try attentions()
      let steps = QuantizationScheme.attentionLadder
      let place = Self.position(of: state.scheme(at: attentions[0])) + (forward ? 1 : steps.count - 1)
      let next = steps[place % steps.count]
      return try plan(attentions, next.title, gesture: .ladder(forward: forward)) { site, scheme in
        guard attentions.count == 1 else { return next }
        return state.gestures.former(.ladder(forward: forward), at: site.id, with: scheme) ?? next
      }
    }

    func attention(_ scheme: QuantizationScheme) throws(Refusal) -> PlannedEdit {
      try plan(try attentions(), scheme.title) { _, _ in scheme }
    }

    private func attentions() throws(Refusal) -> [SiteID] {
      let attentions = sites.filter { state.graph.site($0)?.role == .attention }
      guard !attentions.isEmpty else { throw Refusal(reason: "LIS is for the softmax of an attention: \(described) has none") }
      return attentions
    }

    func bits(_ bits: Int) throws(Refusal) -> PlannedEdit {
      guard sites.contains(where: { state.scheme(at: $0) != .float }) else {
        throw Refusal(reason: "\(described) is in float: f quantizes it first")
      }
      return try plan(sites, "\(bits) bit") { _, scheme in scheme.with(bits: bits) }
    }

    func float(_ wanted: Bool?) throws(Refusal) -> PlannedEdit {
      let isFloat = wanted ?? !sites.allSatisfy { state.scheme(at: $0) == .float }
      return try plan(sites, isFloat ? "float" : "quantized", gesture: wanted == nil ? .float : nil) { site, scheme in
        guard (scheme == .float) != isFloat else { return scheme }
        if isFloat { return .float }
        let former = state.gestures.former(.float, at: site.id, with: scheme)
        return former ?? site.role.quantized(in: state.configuration)
      }
    }

    func applyToAll() throws(Refusal) -> PlannedEdit {
      guard let row = state.principalRow, let source = row.sites.first else {
        throw Refusal(reason: "choose a row: its scheme goes to all of its kind")
      }
      return try scheme(state.scheme(at: source))
    }

    func scheme(_ scheme: QuantizationScheme) throws(Refusal) -> PlannedEdit {
      guard sites.contains(where: { state.scheme(at: $0) != scheme }) else {
        let what = sites.count == 1 ? "\(sites[0]) is" : "all \(targets.phrase(sites.count)) are"
        throw Refusal(reason: "\(what) \(scheme.title) already")
      }
      return try plan(sites, scheme.title) { _, _ in scheme }
    }

    /// Where a scheme stands on the ladder; one that is not on it counts as the nearest of its kind.
    private static func position(of scheme: QuantizationScheme) -> Int {
      let steps = QuantizationScheme.attentionLadder
      if let exact = steps.firstIndex(of: scheme) { return exact }
      return switch scheme {
      case .logIntSoftmax: 4
      case .log2: 3
      case .uniform(let bits, _): bits > 4 ? 1 : 2
      case .float, .powersOfTwoScale: 0
      }
    }

    private var described: String {
      guard targets.rows.count == 1 else { return targets.phrase(targets.rows.count) }
      let row = state.tree.rows[targets.rows[0]]
      return row.name + (row.rowKind.map { " (of the \($0))" } ?? "")
    }

    /// - Parameters:
    ///   - change: what happens, to which the names of the rows are added.
    ///   - gesture: where given, what it took back before is brought back.
    private func plan(
      _ sites: [SiteID], _ change: String, gesture: Gesture? = nil,
      choose: (Site, QuantizationScheme) -> QuantizationScheme
    ) throws(Refusal) -> PlannedEdit {
      let graph = state.graph
      let present = sites.map(state.scheme(at:))
      let former = gesture.flatMap { state.gestures.former($0, at: sites, with: present) }
      let places = Dictionary(uniqueKeysWithValues: sites.enumerated().map { ($1, $0) })
      var edit = try ConfigurationEdit.changing(sites, of: state.configuration, in: graph, change: change) {
        site, scheme in
        if let former, let place = places[site.id] { return former[place] }
        return choose(site, scheme)
      }
      let changed = sites.filter { edit.configuration.scheme(at: $0, in: graph) != state.scheme(at: $0) }
      if changed.count == 1 {
        let scheme = edit.configuration.scheme(at: changed[0], in: graph).title
        edit.change = (former != nil && change != scheme ? "\(scheme) again" : change) + " at \(changed[0])"
      } else {
        edit.change = (former == nil ? change : "as before") + " at " + targets.phrase(changed.count)
      }
      return PlannedEdit(edit, of: state.configuration, at: sites, in: graph, gesture: gesture)
    }
  }
}
