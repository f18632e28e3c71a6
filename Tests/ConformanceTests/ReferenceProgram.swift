import Graphs
import Evaluation
import Foundation
import Kernels
import Models
import Quantization
import Locks
import Tensors
import TestSupport
import Testing

/// One of the 16 configurations of a network whose outputs the program's files have.
struct ReferenceProgram: Sendable, CustomTestStringConvertible, Hashable {
  let network: ReferenceNetwork
  let observer: ObserverKind
  let pts: Bool
  let lis: Bool

  static let all = ReferenceNetwork.allCases.flatMap { network in
    ObserverKind.allCases.flatMap { observer in
      [(false, false), (true, false), (false, true), (true, true)].map {
        ReferenceProgram(network: network, observer: observer, pts: $0.0, lis: $0.1)
      }
    }
  }

  /// In the default suite the plain configuration and the paper's own, on the paper's observer.
  static let inScope = TestScope.arguments(all) { $0.observer == .minmax && $0.pts == $0.lis }

  var name: String { "\(observer.rawValue)-ptf\(pts ? 1 : 0)-lis\(lis ? 1 : 0)" }
  var testDescription: String { "\(network.rawValue) \(name)" }

  /// What the program's files call a site.
  static func name(of site: Site) -> String { site.alias ?? site.id.name }

  func file(_ name: String) throws -> SafetensorsFile { try network.file(name) }

  func configuration(for graph: Graph) -> QuantizationConfiguration {
    var configuration = QuantizationConfiguration.base
    configuration.observer = observer
    for site in graph.sites {
      if pts, site.role.isNormInput { configuration.set(.powersOfTwoScale(bits: 8), at: site) }
      if lis, site.role == .attention { configuration.set(.logIntSoftmax(bits: 4), at: site) }
    }
    return configuration
  }

  // MARK: This engine on the same model and images

  /// Whether float products have the order of the program's, which ran on a CPU with AVX-512.
  static let sumsAsTheProgram = OneDNN.instructionSet.hasPrefix("avx512")

  static let threadCount = ProcessInfo.processInfo.activeProcessorCount

  private struct CalibrationKey: Hashable {
    let network: ReferenceNetwork
    let observer: ObserverKind
    let lis: Bool
  }

  private static let calibrations = Guarded<[CalibrationKey: Calibration]>([:])

  /// PTS does not change a calibration, so two configurations share one.
  func calibration(_ engine: ReferenceEngine) throws -> Calibration {
    let key = CalibrationKey(network: network, observer: observer, lis: lis)
    if let known = Self.calibrations.withLock({ $0[key] }) { return known }
    let images = observer == .omse ? engine.calibrationOfOMSE : engine.calibration
    let calibration = try Calibrator(
      compiler: engine.compiler, images: images.pixels, imageListDigest: images.digest,
      options: CalibrationOptions(
        observer: observer, mode: .reference, batchSize: observer == .omse ? engine.batchSizeOfOMSE : engine.batchSize,
        logIntSoftmaxSites: lis ? engine.model.graph.attentions.map(\.probabilities) : []),
      threadCount: Self.threadCount
    ).calibrate(cancellation: CancellationFlag(), progress: { _, _ in })
    Self.calibrations.withLock { $0[key] = calibration }
    return calibration
  }

  func plan(_ engine: ReferenceEngine) throws -> Plan {
    let configuration = configuration(for: engine.model.graph)
    let table = try QuantizerTable(
      configuration: configuration, calibration: try calibration(engine), graph: engine.model.graph)
    return try engine.compiler.plan(for: configuration, quantizers: table)
  }

  func quantizers(_ engine: ReferenceEngine) throws -> QuantizerTable {
    try QuantizerTable(
      configuration: configuration(for: engine.model.graph), calibration: try calibration(engine),
      graph: engine.model.graph)
  }

  /// The same quantizers with the program's own scales and zero points; exponents are ours, which equal the program's.
  func referenceQuantizers(_ engine: ReferenceEngine) throws -> QuantizerTable {
    let file = try file(name)
    let ours = try quantizers(engine)
    let scoresOfAttention = Dictionary(
      uniqueKeysWithValues: engine.model.graph.attentions.map { ($0.probabilities, $0.scores) })
    var result: [SiteID: Quantizer] = [:]
    for site in engine.model.graph.activationSites {
      switch ours[site.id] {
      case .uniform(let quantizer):
        result[site.id] = .uniform(
          UniformQuantizer(
            format: quantizer.format, scales: try file.tensor(Self.name(of: site) + ".scale").elements,
            zeroPoints: try file.integers(Self.name(of: site) + ".zero_point")))
      case .powersOfTwoScale(let quantizer):
        let scales = try file.tensor(Self.name(of: site) + ".scale").elements
        let zeroPoint = try file.integers(Self.name(of: site) + ".zero_point")[0]
        result[site.id] = .powersOfTwoScale(
          PowersOfTwoScaleQuantizer(
            bits: quantizer.bits, scale: scales[0] / Float(1 << Int(quantizer.exponents[0])), zeroPoint: zeroPoint,
            exponents: quantizer.exponents))
      case .logIntSoftmax(let quantizer):
        let scores = scoresOfAttention[site.id].flatMap(engine.model.graph.site).map(Self.name) ?? ""
        result[site.id] = .logIntSoftmax(
          LogIntSoftmaxQuantizer(bits: quantizer.bits, scoreScale: try file.tensor(scores + ".scale").elements[0]))
      case .float, .log2:
        result[site.id] = ours[site.id]
      }
    }
    return QuantizerTable(quantizers: result, mode: .reference)
  }
}
