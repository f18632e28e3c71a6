import Graphs
import Evaluation
import Models
import Quantization
import Locks
import Tensors
import Testing

extension Conformance {
  /// The logits of the validation images.
  struct Logits {
    /// Share of images with the same top-1 class. Without PTS the logits are the program's to the bit. With it 5 to 8 % of
    /// the images differ, because the program sums the integers of its LayerNorm in float32, where they are rounded, and
    /// a code that falls to the other side of an edge there turns others behind it.
    ///
    /// Where float sums have another order, scales differ in last bits, and two runs of a quantized network are two draws of
    /// its noise: the program itself agrees with its own float model on 92 to 97 % of the images.
    static let agreementBound = ReferenceProgram.sumsAsTheProgram ? 0.99 : 0.90
    /// Points between the two accuracies: two of 800 images; for two draws twice the standard deviation of the flips, where
    /// at most 10 % of the images flip and a flip wins or loses with equal chance.
    static let accuracyBound = ReferenceProgram.sumsAsTheProgram ? 0.25 : 2.5
    /// Of the float model: sums of up to 768 terms in another order, through 12 blocks.
    static let floatBound: Float = 1e-3

    private struct Comparison: Sendable {
      var agreeing = 0
      var theirsRight = 0
      var equalLogits = 0
      var worst: Float = 0
      var sum = 0.0
    }

    private func compare(_ plan: Plan, of network: ReferenceNetwork, _ name: String) throws -> (Comparison, [ImageOutcome]) {
      let engine = try network.engine()
      let labels = try #require(engine.validation.labels)
      let classCount = engine.model.graph.resultCount
      let expected = try network.file(name).tensor("logits").elements
      let comparison = Guarded(Comparison())
      let outcomes = try Evaluator(
        model: engine.model, images: engine.validation, threadCount: ReferenceProgram.threadCount
      ).run(
        plan, cancellation: CancellationFlag(),
        onLogits: { index, logits in
          let theirs = Array(expected[index * classCount..<(index + 1) * classCount])
          let worst = zip(logits, theirs).map { abs($0 - $1) }.max() ?? 0
          let sum = zip(logits, theirs).reduce(0.0) { $0 + Double(abs($1.0 - $1.1)) }
          let ourClass = Self.firstLargest(Array(logits))
          let theirClass = Self.firstLargest(theirs)
          comparison.withLock {
            if ourClass == theirClass { $0.agreeing += 1 }
            if theirClass == labels[index] { $0.theirsRight += 1 }
            if worst == 0 { $0.equalLogits += 1 }
            $0.worst = max($0.worst, worst)
            $0.sum += sum / Double(classCount)
          }
        })
      let result = comparison.withLock { $0 }
      print(
        "\(network.rawValue) \(name): top-1 \(outcomes.count { $0.labelRank == 0 }) ours, \(result.theirsRight) theirs, "
          + "same class \(result.agreeing), equal to the bit \(result.equalLogits) of \(outcomes.count); "
          + "largest difference \(result.worst), mean \(result.sum / Double(outcomes.count))")
      return (result, outcomes)
    }

    private static func firstLargest(_ logits: [Float]) -> Int {
      logits.indices.reduce(0) { logits[$1] > logits[$0] ? $1 : $0 }
    }

    @Test(arguments: ReferenceNetwork.allCases)
    func `The float model`(network: ReferenceNetwork) throws {
      let (comparison, outcomes) = try compare(try network.engine().compiler.floatPlan(), of: network, "fp32")
      #expect(comparison.worst <= Self.floatBound)
      #expect(comparison.agreeing == outcomes.count)
      #expect(outcomes.count { $0.labelRank == 0 } == network.floatCounts.top1)
      #expect(outcomes.count { ($0.labelRank ?? .max) < 5 } == network.floatCounts.top5)
    }

    @Test(arguments: ReferenceProgram.inScope)
    func `Every configuration`(program: ReferenceProgram) throws {
      let engine = try program.network.engine()
      let (comparison, outcomes) = try compare(try program.plan(engine), of: program.network, program.name)
      let agreement = Double(comparison.agreeing) / Double(outcomes.count)
      let top1 = outcomes.count { $0.labelRank == 0 }
      let points = 100 * Double(abs(top1 - comparison.theirsRight)) / Double(outcomes.count)
      #expect(agreement >= Self.agreementBound)
      #expect(points <= Self.accuracyBound)
    }
  }
}
