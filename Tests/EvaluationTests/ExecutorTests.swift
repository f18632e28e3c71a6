import Graphs
import Evaluation
import Kernels
import Models
import Quantization
import Tensors
import TestSupport
import Testing

@Suite struct ExecutorTests {
  private let bench: TinyBench

  init() throws { bench = try TinyBench(imageCount: 4) }

  /// Each step adds at most about K units in the last place of the largest value, K ≤ 128 terms of a sum; some 20 steps.
  private static func bound(largest: Double) -> Double { 20 * 128 * 0x1p-24 * largest }

  @Test func `The float plan is the float network`() throws {
    let found = try bench.logits(PlanCompiler(model: bench.model).floatPlan())
    var worst = 0.0
    for (image, pixels) in bench.pixels.enumerated() {
      var twin = FloatTwin(model: bench.model, patchSize: TinyModel.patchSize, headCount: TinyModel.headCount)
      let expected = twin.logits(pixels)
      for (ours, exact) in zip(found[image], expected) {
        worst = max(worst, abs(Double(ours) - exact))
        #expect(abs(Double(ours) - exact) <= Self.bound(largest: twin.largest), "image \(image)")
      }
      // The logits tell images apart, so the bound above is small beside them.
      #expect(expected.max()! - expected.min()! > 100 * Self.bound(largest: twin.largest))
    }
    print("largest difference from float64: \(worst)")
  }

  @Test func `The float configuration is the float plan, bit for bit`() throws {
    let calibration = try bench.calibrate()
    let float = try bench.logits(PlanCompiler(model: bench.model).floatPlan())
    #expect(bits(try bench.logits(bench.plan(.float, calibration))) == bits(float))
    #expect(bits(try bench.logits(bench.plan(.base, calibration))) != bits(float))
  }

  @Test func `A run leaves nothing behind for the next`() throws {
    let plan = try bench.plan(bench.fullMethod, bench.calibrate())
    let executor = try Executor(plan: plan, input: bench.model.input)
    let first = Array(executor.run(bench.pixels[0]))
    _ = executor.run(bench.pixels[1])
    #expect(bits([Array(executor.run(bench.pixels[0]))]) == bits([first]))
  }

  @Test func `A run through an operation ends with its value`() throws {
    let plan = try PlanCompiler(model: bench.model).floatPlan()
    let executor = try Executor(plan: plan, input: bench.model.input)
    for operation in bench.graph.nodes where !bench.graph.isConstant[operation.id] {
      var seen: [Float] = []
      executor.run(bench.pixels[0], after: { if $0.id == operation.id { seen = Array($1) } })
      let value = Array(executor.run(bench.pixels[0], through: operation.id))
      #expect(bits([value]) == bits([seen]), "\(operation.name)")
    }
  }

  @Test func `Where PTS is on the LayerNorm runs in integers`() throws {
    let calibration = try bench.calibrate()
    let configuration = bench.configuration([.normInput: .powersOfTwoScale(bits: 8)])
    let plan = try bench.plan(configuration, calibration)
    let executor = try Executor(plan: plan, input: bench.model.input)
    var inputs: [SiteID: [Float]] = [:]
    var seen = 0
    executor.run(
      bench.pixels[0],
      after: { operation, value in
        if case .quantize(let site) = operation.op { inputs[site] = Array(value) }
        guard case .layerNorm(let norm) = operation.op,
          let inputSite = norm.input, let outputSite = norm.output, let biasName = norm.bias,
          case .powersOfTwoScale(let input)? = calibration.quantizer(for: .powersOfTwoScale(bits: 8), at: inputSite),
          case .uniform(let output)? = calibration.quantizer(for: .layerWise(8), at: outputSite)
        else { return }
        seen += 1
        let parameters = IntegerLayerNorm.Parameters(
          input: input, weight: bench.model.checkpoint[norm.weight].elements,
          bias: bench.model.checkpoint[biasName].elements, outputScale: output.scales[0])
        let channels = operation.shape.columnCount
        let rows = inputs[inputSite]!
        for row in 0..<operation.shape.rowCount {
          let range = row * channels..<(row + 1) * channels
          #expect(
            Array(value[range]) == Reference.integerLayerNorm(Array(rows[range]), parameters),
            "\(operation.name), row \(row)")
        }
      })
    #expect(seen == bench.graph.layerNorms.count)
  }

  @Test func `Each site's value lies on its quantizer's grid`() throws {
    let calibration = try bench.calibrate()
    let plan = try bench.plan(.base, calibration)
    let executor = try Executor(plan: plan, input: bench.model.input)
    executor.run(
      bench.pixels[0],
      after: { operation, value in
        let site: SiteID
        switch operation.op {
        case .quantize(let id), .softmax(let id, _, _, _): site = id
        default: return
        }
        guard case .uniform(let quantizer)? = calibration.quantizer(for: .layerWise(8), at: site) else { return }
        #expect(value.allSatisfy { quantizer.value(quantizer.code($0)) == $0 }, "\(site)")
        #expect(Set(value).count <= 256)
      })
  }
}
