import Graphs
import Models
import Quantization
import Terminal

/// The texts of a row's columns; of a group, how many of its quantizers are on and its worst error.
struct LayerCells {
  let powersOfTwoScale: String
  let logIntSoftmax: String
  let bits: String
  let decibels: String
  let ratio: String

  init(_ row: LayerRow, _ state: WorkbenchState, glyphs: GlyphSet) {
    let schemes = row.sites.map { ($0, state.scheme(at: $0)) }
    func count(_ role: SiteRole, _ isOn: (QuantizationScheme) -> Bool) -> String {
      let ofRole = schemes.filter { state.graph.site($0.0)?.role == role }
      guard !ofRole.isEmpty else { return "" }
      let on = ofRole.count { isOn($0.1) }
      // An attention's group shows its softmax, which its keys act on.
      let isOne = !row.isGroup || (role == .attention && row.principal != nil)
      guard isOne else { return "\(on)/\(ofRole.count)" }
      return on == 1 ? glyphs.checked : glyphs.unchecked
    }
    powersOfTwoScale = count(.normInput, \.isPowersOfTwoScale)
    let principal = row.principal.map { state.tree.rows[$0] }
    let isLog2 = principal?.sites.contains { state.scheme(at: $0).isLog2 } ?? false
    var isLost = false
    if case .attention(let index)? = principal?.kind { isLost = state.losesAllAttention(state.graph.attentions[index]) }
    logIntSoftmax = isLost ? "[!]" : isLog2 ? "log" : count(.attention, \.isLogIntSoftmax)
    bits = Self.widths(schemes.map(\.1))
    decibels = Figures.decibels(state.decibels(of: row))
    ratio = Figures.ratio(state.rangeRatio(of: row))
  }

  /// `8`, `4-8`, `float`; `mixed` where some rows have bits and some are in float.
  private static func widths(_ schemes: [QuantizationScheme]) -> String {
    let widths = Set(schemes.map(\.bits))
    if widths == [nil] { return "float" }
    if widths.contains(nil) { return "mixed" }
    let bits = widths.compactMap { $0 }
    guard let least = bits.min(), let most = bits.max() else { return "" }
    return least == most ? "\(least)" : "\(least)-\(most)"
  }
}
