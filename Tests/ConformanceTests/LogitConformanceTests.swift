import Evaluation
import Foundation
import Models
import Quantization
import Synchronization
import Tensors
import TestSupport
import Testing

@Suite(.enabled(if: SharedData.isPresent, "needs ../shared"), .serialized)
struct LogitConformanceTests {
  @Test(arguments: [(false, false), (true, false), (false, true), (true, true)])
  func `Logits of 800 images`(pts: Bool, lis: Bool) throws {
    let session = try ReferenceData.session.get()
    let graph = session.model.graph
    let flag = CancellationFlag()
    let configuration = ReferenceData.configuration(graph, pts: pts, lis: lis)
    let calibration = try session.calibration(for: configuration, cancellation: flag, progress: { _, _ in })
    let table = try QuantizerTable(configuration: configuration, calibration: calibration, graph: graph)
    let plan = try session.compiler.plan(for: configuration, quantizers: table)
    let images = try session.images(cancellation: flag, progress: { _, _ in })
    let file = try ReferenceData.file("minmax-ptf\(pts ? 1 : 0)-lis\(lis ? 1 : 0)")
    let expected = try file.tensor("logits").elements
    let same = Mutex<(Int, Int, Double)>((0, 0, 0))
    let outcomes = try Evaluator(model: session.model, images: images, threadCount: 4).run(plan, cancellation: flag, onLogits: { index, logits in
      let row = expected[index * 1000..<(index + 1) * 1000]
      let theirs = row.indices.max { row[$0] < row[$1] || (row[$0] == row[$1] && $0 > $1) }! - index * 1000
      let ours = logits.indices.max { logits[$0] < logits[$1] || (logits[$0] == logits[$1] && $0 > $1) }!
      var sum = 0.0
      for (a, b) in zip(logits, row) { sum += Double(abs(a - b)) }
      same.withLock { $0.0 += ours == theirs ? 1 : 0; $0.1 += theirs == images.labels[index] ? 1 : 0; $0.2 += sum / 1000 }
    })
    let top1 = outcomes.count { $0.labelRank == 0 }
    print("ptf\(pts ? 1 : 0)-lis\(lis ? 1 : 0) top1 agreement", same.withLock { $0 }, "our top1", top1)
  }
}
