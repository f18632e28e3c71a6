import Graphs
import Evaluation
import Models
import Quantization
import Tensors
import Testing

extension Conformance {
  /// The activations of the first validation image at every site that the reference has, each computed from the
  /// reference's inputs with the reference's scales: the arithmetic alone.
  struct Codes {
    /// Of the positions of a site.
    static let equalShareBound = 0.999
    /// A code may differ where the value lies this near to the edge between two codes, in steps: what last-bit
    /// differences of the sums before it can move it by.
    static let edgeBound: Float = 2e-3

    private struct Tally {
      var differing = 0
      var worstEdge: Float = 0
    }

    @Test(arguments: ReferenceProgram.inScope.filter { $0.observer == .minmax })
    func `Every listed site`(program: ReferenceProgram) throws {
      let engine = try program.network.engine()
      let file = try program.file("sites-" + program.name)
      let table = try program.referenceQuantizers(engine)
      let plan = try engine.compiler.plan(
        for: program.configuration(for: engine.model.graph), quantizers: table)
      let executor = try Executor(plan: plan, input: engine.model.input)
      var raw: [Int: [Float]] = [:]
      var siteCount = 0
      var report: [String] = []
      executor.run(
        try engine.validation.pixels[0],
        before: { operation, value in raw[operation.id] = Array(value) },
        after: { operation, value in
          let site: Site?
          switch operation.op {
          case .quantize(let id), .softmax(let id, _, _, _): site = engine.model.graph.site(id)
          case .convolution: return
          default: site = nil
          }
          let name = site.map(ReferenceProgram.name) ?? program.network.name(of: operation)
          guard let expected = try? file.tensor(name).elements, expected.count == value.count else { return }
          // What follows is judged by itself: one code off an edge would spread.
          defer { for index in value.indices { value[index] = expected[index] } }
          guard let id = site?.id else { return }
          // The residual stream between the listed blocks is not in the reference.
          if program.network == .deiTTiny, site?.block ?? 0 > 0, name.hasSuffix(".qact2"), !name.hasSuffix("attn.qact2"),
            !name.hasSuffix("mlp.qact2")
          {
            return
          }
          siteCount += 1
          let tally = compare(
            Array(value), expected, raw: raw[operation.id], quantizer: table[id],
            channelCount: operation.shape.columnCount)
          let share = 1 - Double(tally.differing) / Double(value.count)
          if tally.differing > 0 { report.append("\(id) \(tally.differing) of \(value.count)") }
          #expect(share >= Self.equalShareBound, "\(id): \(tally.differing) of \(value.count) codes differ")
          #expect(tally.worstEdge <= Self.edgeBound, "\(id): a code differs \(tally.worstEdge) steps off its edge")
        })
      #expect(siteCount > 30)
      print(
        "\(program.testDescription): \(siteCount) sites; differing: " + (report.isEmpty ? "none" : report.joined(separator: ", ")))
    }

    /// Codes that differ, and how far the worst of them lies from a rounding edge, in steps.
    private func compare(
      _ ours: [Float], _ theirs: [Float], raw: [Float]?, quantizer: Quantizer, channelCount: Int
    ) -> Tally {
      var tally = Tally()
      let uniform: UniformQuantizer
      switch quantizer {
      case .uniform(let quantizer): uniform = quantizer
      case .powersOfTwoScale(let quantizer): uniform = quantizer.uniform
      case .float, .log2, .logIntSoftmax:
        // Powers of two compare as they are; their edges lie in integers before them.
        tally.differing = zip(ours, theirs).count { $0 != $1 }
        return tally
      }
      for (index, (our, their)) in zip(ours, theirs).enumerated() {
        let channel = uniform.scales.count == 1 ? 0 : index % channelCount
        guard uniform.code(our, channel: channel) != uniform.code(their, channel: channel) else { continue }
        tally.differing += 1
        guard let value = raw?[index] else { continue }
        let position = value / uniform.scales[channel] + Float(uniform.zeroPoints[channel])
        tally.worstEdge = max(tally.worstEdge, abs(abs(position - position.rounded(.down)) - 0.5))
      }
      return tally
    }
  }
}
