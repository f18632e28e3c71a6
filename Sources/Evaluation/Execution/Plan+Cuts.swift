import Graphs

extension Plan {
  /// The points at which a run can begin.
  ///
  /// - Parameters:
  ///   - key: what decides the codes of a node; nil where no run should begin there.
  ///   - branchKey: the same for nodes beside a residual stream.
  static func cuts(
    _ instructions: [Instruction], graph: Graph, key: (Node) -> PrefixKey?, branchKey: (Node) -> PrefixKey?
  ) -> [Cut] {
    var cuts: [Cut] = []
    for (index, instruction) in instructions.enumerated() where instruction.writes.form == .codes {
      let node = graph.nodes[instruction.writes.node]
      let later = instructions[(index + 1)...]
      let written = Set(later.map(\.writes))
      let earlier = Set(
        later.flatMap(\.reads).filter { !written.contains($0) && $0 != instruction.writes && !graph.isConstant[$0.node] })
      let bytes = instruction.row.map { $0 * node.shape.columnCount..<($0 + 1) * node.shape.columnCount }
      let residual = cuts.lastIndex { $0.residual == nil }
      if earlier.isEmpty, let key = key(node) {
        cuts.append(
          Cut(
            node: node.id, instruction: index, bytes: bytes ?? 0..<node.shape.elementCount, key: key, residual: nil))
      } else if let residual, earlier == [Place(node: cuts[residual].node, form: .codes)], let key = branchKey(node) {
        cuts.append(
          Cut(
            node: node.id, instruction: index, bytes: bytes ?? 0..<node.shape.elementCount, key: key,
            residual: residual))
      }
    }
    return cuts
  }
}
