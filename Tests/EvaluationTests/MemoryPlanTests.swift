import Graphs
import Models
import Quantization
import TestSupport
import Testing

@testable import Evaluation

@Suite struct MemoryPlanTests {
  private let bench: TinyBench

  init() throws { bench = try TinyBench(imageCount: 1) }

  private func plans() throws -> [Plan] {
    let calibration = try bench.calibrate()
    return try [
      bench.plan(.float, calibration), bench.plan(bench.fullMethod, calibration),
      bench.plan(bench.fullMethod, calibration, arithmetic: .integer),
    ]
  }

  @Test func `No value is overwritten before its last reader ran`() throws {
    for plan in try plans() {
      var lastReads: [Place: Int] = [:]
      for (index, instruction) in plan.instructions.enumerated() {
        for place in instruction.reads { lastReads[place] = index }
      }
      for output in plan.graph.outputs { lastReads[Place(node: output.node, form: .floats)] = .max }
      for (index, writer) in plan.instructions.enumerated() {
        for older in plan.instructions[..<index]
        where plan.memory.buffers[older.writes] == plan.memory.buffers[writer.writes] {
          let last = lastReads[older.writes] ?? -1
          guard last >= index else { continue }
          #expect(
            writer.kernel.isInPlace && last == index && writer.reads.first == older.writes,
            "\(plan.graph.nodes[writer.writes.node].name) overwrites \(plan.graph.nodes[older.writes.node].name)")
        }
      }
    }
  }

  @Test func `Every buffer holds its largest value`() throws {
    for plan in try plans() {
      for (buffer, count) in plan.memory.byteCounts.enumerated() {
        let needed = plan.memory.buffers.filter { $0.value == buffer }.map { $0.key.byteCount(in: plan.graph) }.max()
        #expect(needed == count)
      }
    }
  }
}
