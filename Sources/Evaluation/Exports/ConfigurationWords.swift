package import Graphs
package import Models
package import Quantization
import Texts

/// A configuration that a person wrote by hand: `{"set": [{"rows": "*.fc2.weight", "scheme": "uniform4-channel-wise"}]}`.
///
/// The statements are applied in order, as `--set` is; `"observer": "omse"` may stand beside them.
package struct ConfigurationWords: Hashable, Sendable {
  /// More were not written by hand, and each is held against every row.
  package static let mostStatements = 10_000

  package let set: [SchemeStatement]
  /// Nil leaves the observer as it is.
  package let observer: ObserverKind?

  init(_ fields: JSONFields) throws(JSONFields.Problem) {
    var fields = fields
    observer = fields.contains("observer") ? try fields.word("observer") as ObserverKind : nil
    let entries = try fields.list("set")
    guard entries.count <= Self.mostStatements else {
      throw .init(reason: "set holds \(entries.count) statements; at most \(Self.mostStatements) are read")
    }
    var statements: [SchemeStatement] = []
    for (index, entry) in entries.enumerated() {
      var entry = try JSONFields(entry, at: "set[\(index)]")
      let rows = try entry.text("rows")
      let word = try entry.text("scheme")
      guard let scheme = QuantizationScheme(word) else {
        throw .init(reason: "\(entry.place(of: "scheme")): " + QuantizationScheme.expectation(insteadOf: word))
      }
      try entry.end()
      statements.append(SchemeStatement(rows: rows, scheme: scheme))
    }
    set = statements
    _ = fields.take("observer")
    try fields.end()
  }

  /// The statements applied to `start`.
  package func configuration(
    startingFrom start: QuantizationConfiguration, path: String, graph: Graph
  ) throws(EvaluationError) -> QuantizationConfiguration {
    var configuration = start
    if let observer { configuration.observer = observer }
    for (index, statement) in set.enumerated() {
      do throws(QuantizationError) { try configuration.apply(statement, in: graph) } catch {
        throw .unreadableExport(path: path, reason: "set[\(index)]: \(error)")
      }
    }
    if let problem = configuration.problem(for: graph) {
      throw .unreadableExport(path: path, reason: problem.description)
    }
    return configuration
  }
}
