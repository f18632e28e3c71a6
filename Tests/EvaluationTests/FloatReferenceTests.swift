import Evaluation
import TestSupport
import Testing

@Suite struct FloatReferenceTests {
  private let bench: TinyBench

  init() throws { bench = try TinyBench(imageCount: 7) }

  @Test func `It holds every image's logits, which its outcomes come from`() throws {
    let reference = try bench.session().floatReference(cancellation: CancellationFlag(), progress: { _, _ in })
    let logits = try #require(reference.logits)
    #expect(logits.imageCount == 7 && logits.classCount == TinyModel.classCount)
    let expected = try bench.logits(PlanCompiler(model: bench.model).floatPlan())
    let labels = try #require(bench.images.labels)
    for (image, row) in expected.enumerated() {
      #expect(logits[image].map { Array($0) } == row)
      let outcome = row.withUnsafeBufferPointer { ImageOutcome(logits: $0, label: labels[image]) }
      #expect(reference.outcomes[image] == outcome)
    }
    #expect(logits[7] == nil)
  }

  @Test func `Only very large sets are kept in part`() {
    #expect(LogitTable.capacity(classCount: 1000, imageCount: 50_000) == 50_000)
    #expect(LogitTable.capacity(classCount: 1000, imageCount: 10_000_000) == 67_108)
    #expect(LogitTable.capacity(classCount: 1 << 30, imageCount: 5) == 0)
  }
}
