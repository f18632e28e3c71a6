import Evaluation
import Foundation
import Models
import Quantization
import Tensors
import TestSupport
import Testing

@Suite(.enabled(if: SharedData.isPresent, "needs ../shared"), .serialized)
struct SiteConformanceTests {
  @Test(arguments: [(false, false), (true, false), (false, true), (true, true)])
  func `Activations of one image`(pts: Bool, lis: Bool) throws {
    let session = try ReferenceData.session.get()
    let graph = session.model.graph
    let flag = CancellationFlag()
    let configuration = ReferenceData.configuration(graph, pts: pts, lis: lis)
    let calibration = try session.calibration(for: configuration, cancellation: flag, progress: { _, _ in })
    let table = try QuantizerTable(configuration: configuration, calibration: calibration, graph: graph)
    let plan = try session.compiler.plan(for: configuration, quantizers: table)
    let images = try session.images(cancellation: flag, progress: { _, _ in })
    let file = try ReferenceData.file("sites-minmax-ptf\(pts ? 1 : 0)-lis\(lis ? 1 : 0)")
    let executor = try NetworkExecutor(plan: plan, input: session.model.input)
    executor.run(try images.pixels[0], after: { operation, value in
      var name = operation.name
      if case .softmax(let site, _) = operation.kind { name = site.name }
      if case .image = operation.kind { name = "input" }
      guard file.contains(name), let expected = try? file.tensor(name).elements else { return }
      guard expected.count == value.count else { print(name, "count", expected.count, value.count); return }
      var worst: Float = 0, sum = 0.0, differing = 0, magnitude: Float = 0
      for (a, b) in zip(value, expected) {
        worst = max(worst, abs(a - b)); sum += Double(abs(a - b)); magnitude = max(magnitude, abs(b))
        if a != b { differing += 1 }
      }
      print("ptf\(pts ? 1 : 0)-lis\(lis ? 1 : 0)", name, "differing", String(format: "%.4f %%", 100 * Double(differing) / Double(value.count)), "worst", worst, "of", magnitude)
      if case .patchEmbedding = operation.kind { return }
      for index in value.indices { value[index] = expected[index] }
    })
  }
}
