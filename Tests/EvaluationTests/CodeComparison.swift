import Graphs
import Evaluation
import Kernels
import Models
import Quantization

/// Every site's codes in an integer run, and what the simulated operation makes of the same inputs.
///
/// The simulated network runs beside: after each site its value is replaced by what the integer codes stand for, so that
/// no difference is carried on.
final class CodeComparison {
  /// In steps of the site's grid: float32 sums of up to 768 products, each rounded, and 2⁻¹⁷ of a code from the offsets.
  /// A hidden or context value of thousands of steps that is clamped afterwards cannot differ.
  static let edge: Float = 2e-3

  private(set) var codeCount = 0
  private(set) var siteCount = 0
  private(set) var differing = 0
  private(set) var furthest: Float = 0
  /// Codes that differ though the value was not near an edge.
  private(set) var offEdge: [String] = []

  init(model: Model, configuration: QuantizationConfiguration, table: QuantizerTable, pixels: [[UInt8]]) throws {
    let compiler = PlanCompiler(model: model)
    let integerPlan = try compiler.plan(for: configuration, quantizers: table, arithmetic: .integer)
    let simulatedPlan = try compiler.plan(for: configuration, quantizers: table, arithmetic: .simulated)
    guard integerPlan.isInteger else { return }
    let integer = try Executor(plan: integerPlan, input: model.input)
    let simulated = try Executor(plan: simulatedPlan, input: model.input)
    for (image, pixels) in pixels.enumerated() {
      // By operation and first row.
      var codes: [Int: [Int: [UInt8]]] = [:]
      _ = try integer.run(
        image, pixels: { () throws(EvaluationError) in pixels },
        onCodes: { operation, rows, found in
          codes[operation.id, default: [:]][rows.lowerBound] = Array(
            UnsafeBufferPointer(start: found, count: rows.count * operation.shape.columnCount))
        })
      var before: [Float] = []
      simulated.run(
        pixels, before: { _, value in before = Array(value) },
        after: { operation, value in
          guard let parts = codes[operation.id], case .quantize(let site) = operation.op else { return }
          guard let grid = Self.grid(table[site], operation) else { return }
          if image == 0 { self.siteCount += 1 }
          for (firstRow, found) in parts {
            self.codeCount += found.count
            let start = firstRow * operation.shape.columnCount
            self.compare(found, Array(before[start..<start + found.count]), grid, operation)
            // Safe because the buffer holds as many floats from there on.
            grid.decode(found, rows: found.count / operation.shape.columnCount, into: value.baseAddress! + start)
          }
        })
    }
  }

  private static func grid(_ quantizer: Quantizer, _ operation: Node) -> CodeGrid? {
    switch quantizer {
    case .uniform(let uniform): CodeGrid(uniform, channelCount: operation.shape.columnCount)
    case .powersOfTwoScale(let pts): CodeGrid(pts.uniform, channelCount: operation.shape.columnCount)
    case .float, .log2, .logIntSoftmax: nil
    }
  }

  private func compare(_ found: [UInt8], _ values: [Float], _ grid: CodeGrid, _ operation: Node) {
    let channels = operation.shape.columnCount
    for index in found.indices {
      let steps = values[index] / grid.scales[index % channels] + Float(grid.zeroPoint)
      let expected = UInt8(RoundingRule.halfToEven(min(max(steps, 0), grid.highest)))
      guard found[index] != expected else { continue }
      differing += 1
      // Between the two codes lies the edge that the value sat on.
      let distance = abs(steps - (Float(found[index]) + Float(expected)) / 2)
      furthest = max(furthest, distance)
      if distance > Self.edge {
        offEdge.append("\(operation.name)[\(index)]: \(found[index]), not \(expected), from \(steps) steps")
      }
    }
  }
}
