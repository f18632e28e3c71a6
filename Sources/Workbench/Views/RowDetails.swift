import Graphs
import Evaluation
import Models
import Quantization
import Terminal

/// What is known of a row in words: of the most telling first, for the line below the panes and for the details.
struct RowDetails {
  /// A word for what is said, and what it says.
  let facts: [(title: String, text: String)]

  init(_ row: LayerRow, _ state: WorkbenchState) {
    facts = row.isGroup ? Self.facts(ofGroup: row, state) : Self.facts(of: row, state)
  }

  private static func facts(of row: LayerRow, _ state: WorkbenchState) -> [(title: String, text: String)] {
    guard let id = row.sites.first, let site = state.graph.site(id), let kind = row.rowKind else { return [] }
    let scheme = state.scheme(at: id)
    var facts = [("scheme", words(scheme))]
    facts += numbers(state, id, scheme)
    if case .attention(let index) = row.kind, state.losesAllAttention(state.graph.attentions[index]) {
      facts.append(("warning", state.lostText(state.graph.attentions[index])))
    }
    facts.append(("what it is", site.role.words))
    let count = state.tree.leaves.count { state.tree.rows[$0].rowKind == kind }
    facts.append(("kind", "\(kind): a and V act on all \(count)"))
    if let alias = row.alias { facts.append(("in the paper", alias)) }
    facts.append(("size", size(site)))
    if let decibels = state.decibels(of: row) {
      facts.append(("SQNR", "\(Figures.decibels(decibels)) dB: signal over this row's own quantization noise"))
    }
    if let ratio = state.rangeRatio(of: row) {
      facts.append(("range", "\(Figures.ratio(ratio)): the widest channel's range over the median channel's"))
    }
    return facts
  }

  private static func facts(ofGroup row: LayerRow, _ state: WorkbenchState) -> [(title: String, text: String)] {
    let rows = state.tree.leaves(of: row)
    let left = rows.filter(state.isLeft(byFilter:)).count
    var facts = [("rows", left == rows.count ? "\(rows.count) rows" : "\(left) of \(rows.count) rows shown")]
    facts.append(("bits", widths(row.sites.map(state.scheme(at:)))))
    if let principal = row.principal, let softmax = state.tree.rows[principal].sites.first {
      facts.append(("space, t", "act on \(state.tree.rows[principal].name), which is \(state.scheme(at: softmax).title)"))
    }
    let norms = row.sites.filter { state.graph.site($0)?.role.isNormInput == true }
    if !norms.isEmpty {
      facts.append(("PTS", "on at \(norms.count { state.scheme(at: $0).isPowersOfTwoScale }) of \(norms.count) LayerNorm inputs"))
    }
    if let worst = row.sites.compactMap({ site in state.decibels(of: site).map { (site, $0) } }).min(by: { $0.1 < $1.1 }),
      state.decibels(of: row) != nil
    {
      facts.append(("SQNR", "worst \(Figures.decibels(worst.1)) dB at \(worst.0)"))
    }
    return facts
  }

  /// `8 bit at 12 rows, 4 bit at 1, float at 2`.
  private static func widths(_ schemes: [QuantizationScheme]) -> String {
    var counts: [Int?: Int] = [:]
    for scheme in schemes { counts[scheme.bits, default: 0] += 1 }
    let parts = counts.sorted { ($1.value, $1.key ?? 32) < ($0.value, $0.key ?? 32) }
    return parts.map { bits, count in (bits.map { "\($0) bit" } ?? "float") + " at \(count)" }.joined(separator: ", ")
  }

  static func words(_ scheme: QuantizationScheme) -> String {
    switch scheme {
    case .float: "float: not quantized"
    case .uniform(let bits, .layerWise): "uniform \(bits) bit, one scale"
    case .uniform(let bits, .channelWise): "uniform \(bits) bit, one scale for each channel"
    case .uniform(let bits, let granularity): "uniform \(bits) bit, \(granularity.rawValue)"
    case .powersOfTwoScale(let bits): "PTS \(bits) bit: one scale times 2^α for each channel"
    case .log2(let bits): "log2 \(bits) bit: a float softmax, rounded to powers of two"
    case .logIntSoftmax(let bits): "LIS \(bits) bit: the softmax in integers, its results powers of two"
    }
  }

  private static func numbers(
    _ state: WorkbenchState, _ id: SiteID, _ scheme: QuantizationScheme
  ) -> [(title: String, text: String)] {
    func short(_ scale: Float) -> String { NumberText.short(Double(scale), digits: 3) }
    return switch state.calibration?.quantizer(for: scheme, at: id) {
    case .uniform(let quantizer)? where quantizer.scales.count == 1:
      [("scale", "scale \(short(quantizer.scales[0])), zero point \(quantizer.zeroPoints[0])")]
    case .powersOfTwoScale(let quantizer)?:
      [("scale", "scale \(short(quantizer.scale)) × 2^α, zero point \(quantizer.zeroPoint)")]
    default: []
    }
  }

  private static func size(_ site: Site) -> String {
    switch site.role {
    case .weight: "\(site.rowCount) inputs × \(site.channelCount) outputs"
    case .scores, .attention: "\(site.rowCount) rows (tokens × heads) × \(site.channelCount) keys"
    default: "\(site.rowCount) × \(site.channelCount)"
    }
  }
}
