package import Graphs
import Quantization

/// Writes a configuration as one line: `W8 A8, PTS 24/25 (not blocks.0.norm2), LIS 12/12 4 bit`.
struct ConfigurationLine {
  /// Rows are named by at most so many patterns; more are counted.
  private static let namedPatterns = 3

  let table: SchemeTable
  let graph: Graph

  init(_ table: SchemeTable, graph: Graph) {
    self.table = table
    self.graph = graph
  }

  var text: String {
    let observer = table.observer == .minmax ? [] : ["observer \(table.observer.rawValue)"]
    if table.schemes.allSatisfy({ $0 == .float }) { return (["float"] + observer).joined(separator: ", ") }
    let widths = [weights, activations].compactMap(\.self).joined(separator: " ")
    let parts = [widths.isEmpty ? nil : widths, powersOfTwoScale, logIntSoftmax, attention, floats].compactMap(\.self)
    return (parts + observer).joined(separator: ", ")
  }

  private var weights: String? {
    guard let usual = table.usual(.weights) else { return nil }
    return widths("W", usual, table.exceptions(.weights), granularity: .channelWise)
  }

  /// Also the LayerNorm inputs without PTS, where they differ from the other activations.
  private var activations: String? {
    let uniformInputs = table.rows(.layerNormInputs).filter { !table.schemes[$0].isPowersOfTwoScale }
    guard let usual = table.usual(.activations) ?? SchemeTable.mostCommon(uniformInputs.map { table.schemes[$0] })
    else { return nil }
    let others = (table.rows(.activations) + uniformInputs).sorted().filter { table.schemes[$0] != usual }
    return widths("A", usual, table.grouped(others), granularity: .layerWise)
  }

  private func widths(
    _ letter: String, _ usual: QuantizationScheme, _ exceptions: [(scheme: QuantizationScheme, rows: [Int])],
    granularity: Granularity
  ) -> String {
    // Rows in float are listed together, unless the rest is float as well.
    let named = exceptions.filter { $0.scheme != .float }
    let list = named.map { Self.width(letter, $0.scheme, granularity) + ": " + names($0.rows) }
    let text = Self.width(letter, usual, granularity)
    return list.isEmpty ? text : text + " (" + list.joined(separator: "; ") + ")"
  }

  /// `W8`, `W8 layer-wise`, `A float`.
  static func width(_ letter: String, _ scheme: QuantizationScheme, _ granularity: Granularity) -> String {
    switch scheme {
    case .float: "\(letter) float"
    case .uniform(let bits, granularity): "\(letter)\(bits)"
    case .uniform(let bits, let other): "\(letter)\(bits) \(other.rawValue)"
    default: "\(letter) \(scheme)"
    }
  }

  private var powersOfTwoScale: String? {
    let rows = table.rows(.layerNormInputs)
    guard !rows.isEmpty else { return nil }
    let chosen = rows.filter { table.schemes[$0].isPowersOfTwoScale }
    let usualBits = table.usual(.activations)?.bits
    return "PTS \(chosen.count)/\(rows.count)" + bits(of: chosen, unless: usualBits) + selection(chosen, of: rows)
  }

  private var logIntSoftmax: String? {
    let rows = table.rows(.attention)
    guard !rows.isEmpty else { return nil }
    let chosen = rows.filter { table.schemes[$0].isLogIntSoftmax }
    return "LIS \(chosen.count)/\(rows.count)" + bits(of: chosen, unless: nil) + selection(chosen, of: rows)
  }

  /// What the attentions without LIS have; where they are not float for the most part, without those that are.
  private var attention: String? {
    let all = table.rows(.attention)
    let isFloat = table.usual(.attention) == .float
    let rows = all.filter { !table.schemes[$0].isLogIntSoftmax && (isFloat || table.schemes[$0] != .float) }
    guard let usual = SchemeTable.mostCommon(rows.map { table.schemes[$0] }) else { return nil }
    let others = table.grouped(rows.filter { table.schemes[$0] != usual })
    let list = others.map { "\($0.scheme): " + names($0.rows) }
    return (rows.count < all.count ? "other attention " : "attention ") + usual.description
      + (list.isEmpty ? "" : " (" + list.joined(separator: "; ") + ")")
  }

  /// Rows in float, but for the families that are float for the most part and are said to be.
  private var floats: String? {
    let stated = RowFamily.allCases.filter { family in
      table.usual(family == .layerNormInputs ? .activations : family) == .float
    }
    let all = table.sites.indices.filter { table.schemes[$0] == .float }
    let rows = all.filter { !stated.contains(table.sites[$0].role.family) }
    guard !rows.isEmpty else { return nil }
    return "float: " + graph.grouping.names(of: rows, besides: all, most: Self.namedPatterns)
  }

  /// ` 4 bit`, with the rows of the rarer widths.
  private func bits(of rows: [Int], unless usual: Int?) -> String {
    guard let common = SchemeTable.mostCommon(rows.map { table.schemes[$0] }) else { return "" }
    let others = table.grouped(rows.filter { table.schemes[$0] != common })
    if others.isEmpty, common.bits == usual { return "" }
    let list = others.map { "\($0.scheme.bits ?? 0) bit: " + names($0.rows) }
    return " \(common.bits ?? 0) bit" + (list.isEmpty ? "" : " (" + list.joined(separator: "; ") + ")")
  }

  /// Which rows, by the shorter of the two lists.
  private func selection(_ chosen: [Int], of rows: [Int]) -> String {
    guard !chosen.isEmpty, chosen.count < rows.count else { return "" }
    let others = rows.filter { !chosen.contains($0) }
    return others.count <= chosen.count ? " (not \(names(others)))" : " (only \(names(chosen)))"
  }

  private func names(_ rows: [Int]) -> String {
    graph.grouping.names(of: rows, most: Self.namedPatterns)
  }
}
