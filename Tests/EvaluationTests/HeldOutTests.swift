import Graphs
import Evaluation
import Foundation
import Images
import Models
import Quantization
import TestSupport
import Testing

/// Images that runs never see.
@Suite struct HeldOutTests {
  let bench: TinyBench

  init() throws { bench = try TinyBench(imageCount: 23) }

  private func session(heldOut: Int?, limit: Int? = nil, calibration: String? = nil) -> EvaluationSession {
    EvaluationSession(
      model: bench.model,
      source: EvaluationSource(
        imagesPath: bench.imagesPath, calibrationPath: calibration, limit: limit, heldOutCount: heldOut, threadCount: 2))
  }

  private func names(_ session: EvaluationSession) throws -> Set<String> {
    Set(try session.images(cancellation: CancellationFlag(), progress: { _, _ in }).names)
  }

  @Test(arguments: [1, 5, 22]) func `Runs see all images but those that are held out`(count: Int) throws {
    let session = session(heldOut: count)
    let seen = try names(session)
    #expect(seen.count == 23 - count)
    let calibrating = try session.calibrationImages(cancellation: CancellationFlag(), progress: { _, _ in })
    #expect(Set(calibrating.names).isSubset(of: seen), "a borrowed calibration sees no more than runs do")
    let tally = try session.confirm(.base, cancellation: CancellationFlag())
    #expect(tally.imageCount == count && tally.isComplete)
    #expect(try session.evaluate(.base, cancellation: CancellationFlag()).tally.imageCount == 23 - count)
  }

  @Test func `The same images are held out whatever the limit, spread over the classes`() throws {
    let listed = try LabelledImages(folder: bench.imagesPath, classCount: bench.graph.resultCount)
    let (rest, heldOut) = try listed.holdingOut(10)
    #expect(Set(rest.images).isDisjoint(with: heldOut.images))
    #expect(rest.images.count + heldOut.images.count == 23)
    #expect(Set(heldOut.images.compactMap(\.label)).count == TinyModel.classCount)
    for limit in [3, 9, nil] as [Int?] {
      let seen = try names(session(heldOut: 10, limit: limit))
      #expect(seen.isDisjoint(with: heldOut.images.map(\.name)), "limit \(String(describing: limit))")
      #expect(seen.count == limit ?? 13)
    }
  }

  /// What holding out leaves is what an evaluation of that folder alone would give.
  @Test func `A confirmed figure is that of an evaluation of the same images`() throws {
    let session = session(heldOut: 6, calibration: bench.imagesPath)
    let heldOut = try LabelledImages(folder: bench.imagesPath, classCount: bench.graph.resultCount).holdingOut(6).heldOut
    let folder = bench.path("alone")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var list = ""
    for image in heldOut.images {
      try FileManager.default.copyItem(atPath: bench.imagesPath + "/" + image.name, toPath: folder + "/" + image.name)
      list += "\(image.name) \(image.label ?? -1)\n"
    }
    try Data(list.utf8).write(to: URL(fileURLWithPath: folder + "/labels.txt"))
    let calibration = try session.calibration(for: .base, cancellation: CancellationFlag(), progress: { _, _ in })
    let alone = EvaluationSession(
      model: bench.model, source: EvaluationSource(imagesPath: folder, calibrationPath: folder, threadCount: 1))
    let table = try QuantizerTable(configuration: .base, calibration: calibration, graph: bench.graph)
    let report = try alone.evaluate(.base, quantizers: table, cancellation: CancellationFlag())
    #expect(try session.confirm(.base, quantizers: table, cancellation: CancellationFlag()) == report.tally)
  }

  @Test func `Nothing held out, or everything, is refused with a reason`() throws {
    #expect {
      try session(heldOut: nil).confirm(.base, cancellation: CancellationFlag())
    } throws: { "\($0)" == "no images are held out; give --held-out N" }
    for count in [23, 24, Int.max] {
      #expect {
        try names(session(heldOut: count))
      } throws: { "\($0)".contains("has 23 images, of which \(count) cannot be held out; leave some to evaluate") }
    }
  }
}
