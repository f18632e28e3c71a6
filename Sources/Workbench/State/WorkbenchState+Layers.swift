package import Graphs
package import Evaluation
package import Models
package import Quantization

extension WorkbenchState {
  /// The rows of the layers pane from top to bottom, whether or not they fit.
  package var visibleRows: [Int] {
    guard layers.isFlat else { return layers.rowsInNetworkOrder(tree) }
    let rows = tree.leaves.filter(isLeft(byFilter:))
    let keys = rows.map { sortKey(tree.rows[$0]) }
    return rows.indices.sorted { (keys[$0], rows[$0]) < (keys[$1], rows[$1]) }.map { rows[$0] }
  }

  /// The row that keys act on; nil where the filter leaves none.
  package var cursorRow: LayerRow? {
    isVisible(layers.cursor) ? tree.rows[layers.cursor] : nil
  }

  /// Whether `visibleRows` holds a row, without listing them.
  private func isVisible(_ row: Int) -> Bool {
    if layers.isFlat { return !tree.rows[row].isGroup && isLeft(byFilter: row) }
    guard layers.filter.isEmpty else { return layers.rowsInNetworkOrder(tree).contains(row) }
    return tree.ancestors(of: row).allSatisfy { !layers.folded.contains($0) }
  }

  package func scheme(at site: SiteID) -> QuantizationScheme { configuration.scheme(at: site, in: graph) }

  /// What the present scheme became at a site; nil until its calibration is in.
  package func quantizer(at id: SiteID) -> Quantizer? {
    let scores = graph.attentions.first { $0.probabilities == id }?.scores
    var scale: Float?
    if let scores, case .uniform(let quantizer)? = calibration?.quantizer(for: scheme(at: scores), at: scores) {
      scale = quantizer.scales[0]
    }
    return calibration?.quantizer(for: scheme(at: id), at: id, scoreScale: scale)
  }

  /// The attentions with LIS whose scores have so coarse a scale that every probability is zero.
  package var lostAttentions: [Graph.AttentionSite] {
    graph.attentions.filter(losesAllAttention)
  }

  package func losesAllAttention(_ attention: Graph.AttentionSite) -> Bool {
    guard scheme(at: attention.probabilities).isLogIntSoftmax,
      case .logIntSoftmax(let quantizer)? = quantizer(at: attention.probabilities)
    else { return false }
    return quantizer.losesAllAttention
  }

  /// Whether a row has no quantizer at all.
  package func isFloat(_ row: LayerRow) -> Bool { row.sites.allSatisfy { scheme(at: $0) == .float } }

  /// A site's own error under the present scheme, in dB.
  package func decibels(of site: SiteID) -> Double? {
    findings.error(of: site, under: scheme(at: site), observer: configuration.observer)?.decibels
  }

  /// The own error of a row: of a group, the worst in it, once its activations are measured too.
  package func decibels(of row: LayerRow) -> Double? {
    row.isGroup && calibration == nil ? nil : row.sites.compactMap(decibels(of:)).min()
  }

  package func rangeRatio(of row: LayerRow) -> Double? {
    guard !row.isGroup, let site = row.sites.first else { return nil }
    return findings.rangeRatios[site]
  }

  /// What calibration saw at a site; ranges do not depend on the observer, so any calibration will do.
  package func statistics(of site: SiteID) -> SiteStatistics? {
    if let calibration { return calibration.statistics[site] }
    return ObserverKind.allCases.lazy.compactMap { findings.calibrations[$0]?.statistics[site] }.first
  }

  package func attentionStatistics(of site: SiteID) -> AttentionStatistics? {
    if let calibration { return calibration.attentions[site] }
    return ObserverKind.allCases.lazy.compactMap { findings.calibrations[$0]?.attentions[site] }.first
  }

  /// The attention that the views show: the cursor's, or the one of the cursor's block.
  package var shownAttention: Graph.AttentionSite? {
    guard let row = cursorRow else { return nil }
    if case .attention(let index) = row.kind { return graph.attentions[index] }
    // The row may stand in the attention's group, or in the block's beside it.
    return ([row.id] + tree.ancestors(of: row.id)).lazy.compactMap { tree.rows[$0].module }
      .filter { graph.modules[$0].kind == .attention || graph.modules[$0].kind == .block }
      .compactMap { graph.attention(within: graph.modules[$0].path) }.first
  }

  private func sortKey(_ row: LayerRow) -> Double {
    switch layers.order {
    case .network: 0
    case .signalToNoise: decibels(of: row) ?? .infinity
    case .rangeRatio: -(rangeRatio(of: row) ?? 0)
    case .bits: Double(row.sites.compactMap { scheme(at: $0).bits }.min() ?? 32)
    }
  }
}
