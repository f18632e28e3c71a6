import Graphs
import Evaluation
import Foundation
import Models
import Quantization
import Terminal
import TestSupport
import Workbench

/// A small Vision Transformer with invented but plausible findings: the same every time.
enum Fixture {
  static let graph = VisionTransformer(
    architecture: "deit_toy", imageSize: 32, patchSize: 8, width: 32, depth: 3, headCount: 2, hiddenWidth: 128,
    classCount: 10, hasQueryKeyValueBias: true
  ).graph

  static let classNames = [
    "tench, Tinca tinca", "goldfish", "great white shark", "tiger shark", "hammerhead", "electric ray", "stingray",
    "cock", "hen", "ostrich",
  ]

  static func state(
    width: Int = 120, height: Int = 36, glyphs: GlyphSet = .braille, depth: ColorDepth = .mono,
    savedSession: SavedSession? = nil
  ) -> WorkbenchState {
    WorkbenchState(
      modelName: "DeiT-T", graph: graph, configuration: .base, classNames: classNames,
      display: Display(
        size: Size(width: width, height: height), glyphs: glyphs, theme: Theme(depth: depth)),
      savedSession: savedSession)
  }

  /// A session that ended with PTS in one place.
  static let savedSession: SavedSession = {
    var last = prepared()
    _ = press(&last, "p Down Down t 4")
    return SavedSession(last, checkpointDigest: "cd")
  }()

  /// A session in which everything is prepared and the first run is finished.
  static func prepared(
    width: Int = 120, height: Int = 36, glyphs: GlyphSet = .braille, depth: ColorDepth = .mono, hasLabels: Bool = true
  ) -> WorkbenchState {
    var state = state(width: width, height: height, glyphs: glyphs, depth: depth)
    var effects = update(&state, .started)
    for event in preparation { effects += update(&state, .service(event)) }
    if !hasLabels { _ = update(&state, .service(.floatFinished(unlabelledReference))) }
    finish(&state, effects)
    return state
  }

  static let preparation: [ServiceEvent] = [
    .imagesLoaded(ImageSetSummary(count: 800, classNames: classNames)), .weightErrors(weightErrors),
    .floatFinished(reference),
    .calibrated(calibration(.minmax)),
  ]
  static let otherCalibration = ServiceEvent.calibrated(calibration(.omse))

  /// Answers the last evaluation that the effects ask for.
  static func finish(_ state: inout WorkbenchState, _ effects: [Effect]) {
    let last = effects.last { if case .evaluate = $0 { true } else { false } }
    if case .evaluate(let configuration, let run)? = last {
      let hasLabels = state.findings.hasLabels ?? true
      _ = update(&state, .service(.finished(run: run, report(configuration, hasLabels: hasLabels))))
    }
    answer(&state, effects)
  }

  /// Answers what the effects, and then the answers themselves, ask of the networks.
  static func answer(_ state: inout WorkbenchState, _ effects: [Effect]) {
    var asked = effects
    while let effect = asked.popLast() {
      if case .probe(let request) = effect { asked += update(&state, .probed(request, FixtureProbe.answer(request))) }
    }
  }

  static func press(_ state: inout WorkbenchState, _ keys: String) -> [Effect] {
    keys.split(separator: " ").flatMap { word -> [Effect] in
      guard let key = Key(parsing: String(word)) else { preconditionFailure("no key is called \(word)") }
      return update(&state, .key(key))
    }
  }

  static let reference = FloatReference(outcomes: outcomes(wrong: 160, seed: 1), imagesPerSecond: 300)
  static let unlabelledReference = FloatReference(
    outcomes: unlabelled(reference.outcomes), imagesPerSecond: 300)

  private static func unlabelled(_ outcomes: [ImageOutcome]) -> [ImageOutcome] {
    outcomes.map {
      ImageOutcome(
        predicted: $0.predicted, probability: $0.probability, labelRank: nil, similarity: $0.similarity)
    }
  }

  static func outcomes(wrong: Int, seed: UInt64) -> [ImageOutcome] {
    var generator = SeededGenerator(seed: seed)
    return (0..<800).map { image in
      let isRight = image % 800 >= wrong || Int.random(in: 0..<9, using: &generator) == 0
      let label = image % 10
      let predicted = isRight ? label : (label + 1 + Int.random(in: 0..<3, using: &generator)) % 10
      let probability = Float.random(in: 0.3..<0.99, using: &generator)
      let rank = isRight ? 0 : Int.random(in: 1..<8, using: &generator)
      return ImageOutcome(
        predicted: predicted, probability: probability, labelRank: rank,
        similarity: LogitSimilarity(
          cosine: 0.99 + 0.0001 * Double(image % 100), error: SignalToNoise(signal: 1, noise: 0.006)))
    }
  }

  static func tally(
    _ configuration: QuantizationConfiguration, images: Int = 800, hasLabels: Bool = true
  ) -> EvaluationTally {
    EvaluationTally(
      outcomes: quantizedOutcomes(configuration, hasLabels: hasLabels).prefix(images),
      float: (hasLabels ? reference : unlabelledReference).outcomes, plannedCount: 800)
  }

  static func report(_ configuration: QuantizationConfiguration, hasLabels: Bool = true) -> EvaluationReport {
    EvaluationReport(
      configuration: configuration, configurationDigest: "0123", tally: tally(configuration, hasLabels: hasLabels),
      outcomes: quantizedOutcomes(configuration, hasLabels: hasLabels), seconds: 2.4, imagesPerSecond: 333,
      integerSiteCount: 0, simulatedSiteCount: graph.sites.count, isRecalled: false)
  }

  /// The more overrides a configuration has, the better it does.
  private static func quantizedOutcomes(
    _ configuration: QuantizationConfiguration, hasLabels: Bool
  ) -> [ImageOutcome] {
    var result = reference.outcomes
    let changed = max(4, 60 - 8 * configuration.overrides.count)
    let others = outcomes(wrong: 800, seed: 2)
    for index in 0..<changed { result[index * 13 % 800] = others[index * 13 % 800] }
    return hasLabels ? result : unlabelled(result)
  }

  static let weightErrors: [SiteID: [QuantizationScheme: SignalToNoise]] = {
    var errors: [SiteID: [QuantizationScheme: SignalToNoise]] = [:]
    for (index, site) in graph.sites.enumerated() where site.role == .weight {
      errors[site.id] = Dictionary(
        uniqueKeysWithValues: IntegerFormat.widths.map { bits in
          (.channelWise(bits), signal(6.02 * Double(bits) - 6 - Double(index % 5)))
        })
    }
    return errors
  }()

  static func signal(_ decibels: Double) -> SignalToNoise {
    SignalToNoise(signal: 1, noise: pow(10, -decibels / 10))
  }

  static func calibration(_ observer: ObserverKind) -> Calibration {
    var sites: [SiteID: SiteCalibration] = [:]
    var statistics: [SiteID: SiteStatistics] = [:]
    var attentions: [SiteID: AttentionStatistics] = [:]
    for (index, site) in graph.activationSites.enumerated() {
      let found = FixtureSite(site, index: index, bounded: observer != .minmax)
      sites[site.id] = found.calibration
      statistics[site.id] = found.statistics
    }
    for (index, attention) in graph.attentions.enumerated() {
      attentions[attention.probabilities] = FixtureAttention.statistics(attention, seed: UInt64(50 + index))
    }
    return Calibration(
      options: CalibrationOptions(observer: observer), imageCount: 1000, sampleCount: 100, imageListDigest: "ab",
      checkpointDigest: "cd", sites: sites, statistics: statistics, attentions: attentions)
  }
}
