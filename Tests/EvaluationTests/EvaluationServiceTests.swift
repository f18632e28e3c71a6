import Graphs
import Evaluation
import Foundation
import Models
import Quantization
import Tensors
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct EvaluationServiceTests {
  private let bench: TinyBench

  init() throws { bench = try TinyBench(imageCount: 7) }

  /// Events until one ends the conversation; the service is stopped then.
  private func events(
    _ service: EvaluationService, sending requests: [EvaluationService.Request],
    then answer: @Sendable (ServiceEvent) -> [EvaluationService.Request] = { _ in [] },
    until isLast: @Sendable (ServiceEvent) -> Bool
  ) async -> [ServiceEvent] {
    for request in requests { service.send(request) }
    let serving = Task { await service.serve() }
    defer { serving.cancel() }
    var events: [ServiceEvent] = []
    for await event in service.events {
      events.append(event)
      if isLast(event) { break }
      for request in answer(event) { service.send(request) }
    }
    return events
  }

  /// An event as a word; progress is left out.
  private static func word(_ event: ServiceEvent) -> String? {
    switch event {
    case .progress: nil
    case .imagesLoaded(let images): "images \(images.count)"
    case .weightErrors: "weights"
    case .remark: "remark"
    case .withdrawn: "withdrawn"
    case .planned(let steps): "planned \(steps.map(\.stage.word).joined(separator: " "))"
    case .floatFinished: "float"
    case .figureRemarks: "remarks"
    case .calibrated(let calibration): "calibrated \(calibration.options.observer)"
    case .tally(let run, _, _): "tally \(run)"
    case .finished(let run, let report): "finished \(run)\(report.isRecalled ? " recalled" : "")"
    case .failed(let run, _): "failed \(run.map(String.init) ?? "–")"
    }
  }

  private static func isFinished(_ event: ServiceEvent, run: Int) -> Bool {
    if case .finished(run, _) = event { true } else { false }
  }

  @Test func `Events come in order, each once`() async throws {
    let events = await events(
      EvaluationService(session: bench.session()), sending: [.evaluate(.base, run: 1)],
      until: { Self.isFinished($0, run: 1) })
    let words = events.compactMap(Self.word).filter { !$0.hasPrefix("tally") }
    // The weights' errors wait for nothing, and nothing waits for them; the plan is told while images load.
    #expect(words.filter { $0 != "weights" && !$0.hasPrefix("planned") }
      == ["images 7", "remarks", "float", "calibrated minmax", "finished 1"])
    #expect(words.filter { $0.hasPrefix("planned") }.allSatisfy { $0.hasSuffix("calibration calibrating evaluating") })
    guard case .finished(_, let report)? = events.last else { return }
    #expect(report.tally.isComplete && report.outcomes.count == 7)
    #expect(report.configuration == .base)
    for event in events {
      if case .progress(_, let done, let total) = event { #expect((0...total).contains(done)) }
    }
  }

  @Test func `Tallies are cumulative`() async throws {
    let bench = try TinyBench(imageCount: 60)
    let events = await events(
      EvaluationService(session: bench.session()), sending: [.evaluate(.base, run: 3)],
      until: { Self.isFinished($0, run: 3) })
    let tallies = events.compactMap { event -> EvaluationTally? in
      switch event {
      case .tally(3, let tally, _): tally
      case .finished(3, let report): report.tally
      default: nil
      }
    }
    #expect(tallies.last?.isComplete == true)
    for (earlier, later) in zip(tallies, tallies.dropFirst()) {
      #expect(earlier.imageCount <= later.imageCount)
      #expect(earlier.headline.proportion.count <= later.headline.proportion.count && earlier.agreement.count <= later.agreement.count)
      #expect(earlier.plannedCount == 60)
    }
  }

  @Test func `A newer request replaces the older`() async {
    let events = await events(
      EvaluationService(session: bench.session()),
      sending: [.evaluate(.base, run: 1), .evaluate(.float, run: 2), .evaluate(bench.fullMethod, run: 3)],
      until: { Self.isFinished($0, run: 3) })
    let words = events.compactMap(Self.word)
    #expect(!words.contains { $0.hasSuffix(" 1") || $0.hasSuffix(" 2") }, "\(words)")
  }

  @Test func `An answer once given is recalled`() async {
    let configuration = bench.fullMethod
    let events = await events(
      EvaluationService(session: bench.session()), sending: [.evaluate(configuration, run: 1)],
      then: { event in
        if Self.isFinished(event, run: 1) { return [.evaluate(.base, run: 2)] }
        if Self.isFinished(event, run: 2) { return [.evaluate(configuration, run: 3)] }
        return []
      }, until: { Self.isFinished($0, run: 3) })
    let words = events.compactMap(Self.word).filter { $0.hasPrefix("finished") }
    #expect(words == ["finished 1", "finished 2", "finished 3 recalled"])
    let reports = events.compactMap { event -> EvaluationReport? in
      if case .finished(_, let report) = event { report } else { nil }
    }
    #expect(reports[0].outcomes == reports[2].outcomes && reports[0].tally == reports[2].tally)
    // PTS and LIS need no calibration of their own.
    #expect(events.compactMap(Self.word).count { $0.hasPrefix("calibrated") } == 1)
  }

  @Test func `Another observer calibrates anew`() async {
    let percentile = bench.configuration([:], observer: .percentile)
    let events = await events(
      EvaluationService(session: bench.session()), sending: [.evaluate(.base, run: 1)],
      then: { Self.isFinished($0, run: 1) ? [.evaluate(percentile, run: 2)] : [] },
      until: { Self.isFinished($0, run: 2) })
    let words = events.compactMap(Self.word).filter { $0.hasPrefix("calibrated") || $0.hasPrefix("finished") }
    #expect(words == ["calibrated minmax", "finished 1", "calibrated percentile", "finished 2"])
  }

  @Test func `A cancelled run never finishes, and the next one does`() async {
    let events = await events(
      EvaluationService(session: bench.session()),
      sending: [.evaluate(.base, run: 1), .cancel, .evaluate(.base, run: 2)],
      until: { Self.isFinished($0, run: 2) })
    #expect(!events.contains { Self.isFinished($0, run: 1) })
  }

  @Test func `Images that cannot be had fail without a run`() async throws {
    let path = bench.path("nowhere")
    let session = EvaluationSession(model: bench.model, source: EvaluationSource(imagesPath: path, threadCount: 1))
    let events = await events(
      EvaluationService(session: session), sending: [.evaluate(.base, run: 1)],
      until: { if case .failed = $0 { true } else { false } })
    #expect(events.compactMap(Self.word).filter { $0 != "weights" } == ["failed –"])
    guard case .failed(nil, let message)? = events.last else {
      Issue.record("\(events)")
      return
    }
    #expect(message.contains(path))
  }

  @Test func `Calibration images that cannot be had fail after the float model`() async throws {
    let path = bench.path("nowhere")
    let session = EvaluationSession(
      model: bench.model,
      source: EvaluationSource(imagesPath: bench.imagesPath, calibrationPath: path, threadCount: 1))
    let events = await events(
      EvaluationService(session: session), sending: [.evaluate(.base, run: 1)],
      until: { if case .failed = $0 { true } else { false } })
    #expect(events.compactMap(Self.word).filter { $0 != "weights" } == ["images 7", "remarks", "float", "failed 1"])
    guard case .failed(_, let message)? = events.last else { return }
    #expect(message.contains(path))
  }

  @Test func `A configuration that cannot run fails with its run`() async {
    let configuration = bench.configuration([.attention: .logIntSoftmax(bits: 4), .scores: .float])
    let events = await events(
      EvaluationService(session: bench.session()), sending: [.evaluate(configuration, run: 9)],
      until: { if case .failed = $0 { true } else { false } })
    guard case .failed(9, let message)? = events.last else {
      Issue.record("\(events.compactMap(Self.word))")
      return
    }
    #expect(message.contains("uses LIS, which needs integer scores"))
  }

  @Test func `Weights' errors are those of quantizing each weight`() throws {
    let errors = bench.session().weightErrors()
    #expect(Set(errors.keys) == Set(bench.graph.sites.filter { $0.role == .weight }.map(\.id)))
    for (id, schemes) in errors {
      #expect(schemes.count == 14)
      let weight = bench.model.checkpoint[id.name]
      for (bits, granularity) in [(8, Granularity.channelWise), (3, .layerWise)] {
        let quantizer = UniformQuantizer(symmetric: bits, weight: weight, granularity: granularity)
        let rowLength = weight.elements.count / weight.shape.dimensions[0]
        var noise = 0.0
        for (index, value) in weight.elements.enumerated() {
          let channel = granularity == .channelWise ? index / rowLength : 0
          let difference =
            Double(quantizer.value(quantizer.code(value, channel: channel), channel: channel)) - Double(value)
          noise += difference * difference
        }
        let found = try #require(schemes[.uniform(bits: bits, granularity: granularity)])
        #expect(abs(found.noise - noise) <= 1e-9 * noise, "\(id) \(bits) bits")
      }
    }
  }
}

extension ServiceEvent.Stage {
  fileprivate var word: String {
    switch self {
    case .loadingImages: "images"
    case .floatReference: "float"
    case .loadingCalibrationImages: "calibration"
    case .calibrating: "calibrating"
    case .evaluating: "evaluating"
    }
  }
}
