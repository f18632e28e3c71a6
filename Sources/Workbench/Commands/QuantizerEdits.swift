import Models
import Quantization

/// What the quantizer commands would make of the configuration, or why they would not.
package enum QuantizerEdits {
  package typealias Refusal = ConfigurationEdit.Refusal

  /// The main quantizer of the row or of every selected row.
  package static func toggle(_ state: WorkbenchState) throws(Refusal) -> ConfigurationEdit {
    let rows = state.targetRows
    guard let first = rows.first else { throw Refusal(reason: "no row here to toggle") }
    guard !rows.contains(where: \.isGroup) else {
      throw Refusal(reason: "a group has no quantizer of its own: Enter opens it, p and l act on all in it")
    }
    switch first.kind {
    case .layerNorm where rows.allSatisfy({ if case .layerNorm = $0.kind { true } else { false } }):
      return try powersOfTwoScale(state)
    case .attention where rows.allSatisfy({ if case .attention = $0.kind { true } else { false } }):
      let isOn = state.targetSites.allSatisfy { state.scheme(at: $0).isLogIntSoftmax }
      return try edit(state, state.targetSites, change: "LIS \(isOn ? "off" : "on") at \(state.targetName)") { _, _ in
        isOn ? .layerWise(8) : .logIntSoftmax(bits: 4)
      }
    default:
      return try floatBypass(state)
    }
  }

  /// PTS on where any target LayerNorm lacks it, else off, at the width that each has.
  package static func powersOfTwoScale(_ state: WorkbenchState) throws(Refusal) -> ConfigurationEdit {
    let sites = state.targetLayerNormInputs
    guard !sites.isEmpty else {
      throw Refusal(reason: "PTS is for the inputs of LayerNorms: \(described(state)) has none")
    }
    let isOn = sites.allSatisfy { state.scheme(at: $0).isPowersOfTwoScale }
    return try edit(state, sites, change: "PTS \(isOn ? "off" : "on") at \(state.targetName)") { _, scheme in
      let bits = scheme.bits ?? 8
      return isOn ? .layerWise(bits) : .powersOfTwoScale(bits: bits)
    }
  }

  /// All target attentions go to the step after the first one's.
  package static func ladder(_ state: WorkbenchState, step: Int) throws(Refusal) -> ConfigurationEdit {
    let sites = state.targetAttentions
    guard let first = sites.first else {
      throw Refusal(reason: "LIS is for attention: \(described(state)) has none")
    }
    let steps = QuantizationScheme.attentionLadder
    let next = steps[(position(of: state.scheme(at: first)) + step + steps.count) % steps.count]
    return try edit(state, sites, change: "\(next.title) at \(state.targetName)") { _, _ in next }
  }

  package static func bits(_ state: WorkbenchState, _ bits: Int) throws(Refusal) -> ConfigurationEdit {
    try edit(state, state.targetSites, change: "\(bits) bits at \(state.targetName)") { _, scheme in
      scheme.with(bits: bits)
    }
  }

  /// Float where any target is quantized, else quantized as is usual for its kind.
  package static func floatBypass(_ state: WorkbenchState) throws(Refusal) -> ConfigurationEdit {
    let sites = state.targetSites
    guard !sites.isEmpty else { throw Refusal(reason: "no row here to change") }
    let isFloat = sites.allSatisfy { state.scheme(at: $0) == .float }
    return try edit(
      state, sites, change: isFloat ? "quantized \(state.targetName)" : "float at \(state.targetName)"
    ) { site, _ in
      isFloat ? site.role.quantized(in: state.configuration) : .float
    }
  }

  /// The scheme of the cursor's row at every site of its kind.
  package static func applyToAll(_ state: WorkbenchState) throws(Refusal) -> ConfigurationEdit {
    guard let row = state.cursorRow, !row.isGroup, let source = row.sites.first,
      let role = state.graph.site(source)?.role
    else { throw Refusal(reason: "choose a LayerNorm, an attention or a site: its scheme goes to all of its kind") }
    let scheme = state.scheme(at: source)
    let sites = state.graph.sites.filter { $0.role == role }
    guard sites.contains(where: { state.configuration.scheme(at: $0) != scheme }) else {
      throw Refusal(reason: "all \(sites.count) of this kind are \(scheme.title) already")
    }
    let kind = row.kind == .site ? row.label.split(separator: " ").last.map(String.init) ?? "site" : row.kindName
    return try edit(state, sites.map(\.id), change: "\(scheme.title) at all \(sites.count) (\(kind))") { _, _ in scheme
    }
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

  private static func described(_ state: WorkbenchState) -> String {
    let rows = state.targetRows
    guard rows.count == 1 else { return rows.isEmpty ? "an empty list" : "the selection" }
    return "\(rows[0].name) (\(rows[0].kindName))"
  }

  private static func edit(
    _ state: WorkbenchState, _ sites: [SiteID], change: String,
    choose: (Site, QuantizationScheme) -> QuantizationScheme
  ) throws(Refusal) -> ConfigurationEdit {
    try ConfigurationEdit.changing(
      sites, of: state.configuration, in: state.graph, change: change, choose: choose)
  }
}
