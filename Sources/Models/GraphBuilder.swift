package import Quantization

/// Collects operations and sites in network order; an architecture's file uses it to write a network down.
package struct GraphBuilder {
  package private(set) var operations: [Operation] = []
  package private(set) var sites: [Site] = []
  package var block: Int?

  package init() {}

  /// Appends an operation and returns its index, by which later ones name its value.
  package mutating func append(
    _ name: String, _ kind: Operation.Kind, from inputs: [Int], rows: Int, columns: Int
  ) -> Int {
    let id = operations.count
    operations.append(
      Operation(
        id: id, name: name, kind: kind, inputs: inputs, value: .init(rowCount: rows, columnCount: columns), block: block
      ))
    return id
  }

  /// Appends a site; `alias` is the name that the method's authors' program gives it.
  package mutating func site(
    _ name: String, alias: String? = nil, _ role: SiteRole, rows: Int, channels: Int
  ) -> SiteID {
    let id = SiteID(name)
    sites.append(Site(id: id, alias: alias, role: role, rowCount: rows, channelCount: channels, block: block))
    return id
  }

  /// Appends the quantizer of an activation site over the value of `input`.
  package mutating func quantize(
    _ name: String, alias: String? = nil, _ role: SiteRole, from input: Int
  ) -> Int {
    let value = operations[input].value
    let id = site(name, alias: alias, role, rows: value.rowCount, channels: value.columnCount)
    return append(name, .quantize(id), from: [input], rows: value.rowCount, columns: value.columnCount)
  }

  /// Appends a linear layer and its weight's site.
  package mutating func linear(_ name: String, bias: Bool, from input: Int, outputs: Int) -> Int {
    let value = operations[input].value
    let id = site(name + ".weight", alias: name, .weight, rows: value.columnCount, channels: outputs)
    return append(
      name, .linear(weight: name + ".weight", bias: bias ? name + ".bias" : nil, site: id), from: [input],
      rows: value.rowCount, columns: outputs)
  }
}
