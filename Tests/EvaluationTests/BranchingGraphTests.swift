import Kernels
import Graphs
import Quantization
import Tensors
import TestSupport
import Testing

@testable import Evaluation
import Models

/// Networks that are no chain of blocks: what a plan makes of them must be what the graph says, in every arithmetic.
@Suite struct BranchingGraphTests {
  private static let side = 8
  private static let input = InputSpecification(
    size: side, resizing: .shortSide(side), interpolation: "bicubic", crop: .torchvision(border: [0, 0, 0]),
    scaling: .division, mean: [0.5, 0.5, 0.5], standardDeviation: [0.25, 0.25, 0.25])

  /// Patches, quantized: 4 rows of 6 channels.
  private static func embed(_ builder: inout GraphBuilder) -> Int {
    let image = builder.quantize("image", .image, from: builder.image(side: side))
    return builder.quantize(
      "patches", .embedding,
      from: builder.convolution("proj", patches: Patches(imageSide: side, side: 4), from: image, outputs: 6))
  }

  private static func model(_ graph: Graph, seed: UInt64) -> Model {
    var generator = SeededGenerator(seed: seed)
    let tensors = graph.parameters.sorted { $0.key < $1.key }.map { name, parameter in
      (name, Tensor(shape: parameter.shape, elements: (0..<parameter.shape.elementCount).map { _ in 0.3 * generator.normal() }))
    }
    return Model(
      name: "test", graph: graph,
      checkpoint: Checkpoint(tensors: Dictionary(uniqueKeysWithValues: tensors), digest: "test"), input: input)
  }

  /// Quantizers that span −4 to 4 everywhere.
  private static func table(_ graph: Graph) -> QuantizerTable {
    QuantizerTable(
      quantizers: Dictionary(
        uniqueKeysWithValues: graph.activationSites.map {
          ($0.id, .uniform(UniformQuantizer(asymmetric: 8, minima: [-4], maxima: [4])))
        }), mode: .default)
  }

  private static func pixels(seed: UInt64) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    return (0..<3 * side * side).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  /// Runs simulated and integer plans, and holds every site's codes of the one against the other's.
  private static func expectSameCodes(_ graph: Graph, seed: UInt64) throws -> Plan {
    let model = model(graph, seed: seed)
    let comparison = try CodeComparison(
      model: model, configuration: .base, table: table(graph), pixels: (0..<3).map { pixels(seed: seed + $0) })
    #expect(comparison.siteCount > 0)
    #expect(comparison.offEdge.isEmpty, "seed \(seed): \(comparison.offEdge.prefix(5))")
    return try PlanCompiler(model: model).plan(for: .base, quantizers: table(graph))
  }

  /// Two linear layers read the same value, and their operations stand alternately.
  @Test func `Interleaved branches fuse each by itself`() throws {
    var builder = GraphBuilder()
    let patches = Self.embed(&builder)
    let a = builder.linear("a", from: patches, outputs: 6)
    let b = builder.linear("b", from: patches, outputs: 6)
    let activated = builder.append("a.act", .activation(.gelu), from: a)
    let quantizedB = builder.quantize("b.output", .mlpOutput, from: b)
    let quantizedA = builder.quantize("a.output", .hidden, from: activated)
    let sum = builder.quantize("sum", .normInput, from: builder.append("add", .add, from: quantizedA, quantizedB))
    let graph = builder.finish(architecture: "interleaved", output: sum, classCount: nil, imageSize: Self.side)
    let plan = try Self.expectSameCodes(graph, seed: 1)
    #expect(plan.simulatedSiteCount == 0)
    #expect(Plan.coverageProblem(of: plan.instructions, graph: graph) == nil)
  }

  /// A value that is an output and is read again must not disappear in a fusion.
  @Test func `An output may be read again`() throws {
    var builder = GraphBuilder()
    let patches = Self.embed(&builder)
    let hidden = builder.linear("a", from: patches, outputs: 6)
    let quantized = builder.quantize("a.output", .mlpOutput, from: hidden)
    let sum = builder.quantize("sum", .normInput, from: builder.append("add", .add, from: patches, quantized))
    let whole = builder.finish(architecture: "read again", output: sum, classCount: nil, imageSize: Self.side)
    let graph = Graph(
      architecture: "read again", nodes: whole.nodes, sites: whole.sites, layerNorms: [], attentions: [],
      outputs: [.init(name: "sum", node: sum), .init(name: "hidden", node: hidden)], modules: whole.modules,
      parameters: whole.parameters, classCount: nil, imageSize: Self.side)
    let plan = try PlanCompiler(model: Self.model(graph, seed: 2)).plan(for: .base, quantizers: Self.table(graph))
    let written = Set(plan.instructions.map(\.writes))
    #expect(written.contains(Place(node: hidden, form: .floats)))
    #expect(written.contains(Place(node: sum, form: .floats)))
    _ = try Self.expectSameCodes(graph, seed: 2)
  }

  /// One weight serves values of different row counts: each needs a product of its own.
  @Test func `A weight may stand at two row counts`() throws {
    let compiler = PlanCompiler(
      model: Self.model(
        {
          var builder = GraphBuilder()
          let patches = Self.embed(&builder)
          let sum = builder.quantize("a.output", .mlpOutput, from: builder.linear("a", from: patches, outputs: 6))
          return builder.finish(architecture: "shared", output: sum, classCount: nil, imageSize: Self.side)
        }(), seed: 3))
    for scheme in [QuantizationScheme.float, .channelWise(8)] {
      let four = try compiler.product("a.weight", bias: "a.bias", rows: 4, scheme: scheme)
      let one = try compiler.product("a.weight", bias: "a.bias", rows: 1, scheme: scheme)
      #expect(four.rows == 4 && one.rows == 1)
    }
    let four = try #require(try compiler.integerLayer("a.weight", bias: nil, rows: 4, scheme: .channelWise(8)))
    let one = try #require(try compiler.integerLayer("a.weight", bias: nil, rows: 1, scheme: .channelWise(8)))
    #expect(four.product.shape.rows == 4 && one.product.shape.rows == 1)
  }

  @Test func `A plan that leaves out a node is none`() throws {
    var builder = GraphBuilder()
    let patches = Self.embed(&builder)
    let sum = builder.quantize("a.output", .mlpOutput, from: builder.linear("a", from: patches, outputs: 6))
    let graph = builder.finish(architecture: "covered", output: sum, classCount: nil, imageSize: Self.side)
    let plan = try PlanCompiler(model: Self.model(graph, seed: 4)).plan(for: .base, quantizers: Self.table(graph))
    #expect(Plan.coverageProblem(of: plan.instructions, graph: graph) == nil)
    for index in plan.instructions.indices {
      var fewer = plan.instructions
      fewer.remove(at: index)
      #expect(Plan.coverageProblem(of: fewer, graph: graph) != nil, "without instruction \(index)")
      #expect(
        Plan.coverageProblem(of: plan.instructions + [plan.instructions[index]], graph: graph) != nil,
        "with instruction \(index) twice")
    }
  }
}
