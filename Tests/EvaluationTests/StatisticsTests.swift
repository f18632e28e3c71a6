import Graphs
import Evaluation
import Kernels
import Models
import Quantization
import TestSupport
import Testing

/// What calibration tells the views, against counting by hand.
@Suite struct StatisticsTests {
  private let bench: TinyBench
  private let calibration: Calibration
  private let values: [SiteID: [[Float]]]

  init() throws {
    bench = try TinyBench(imageCount: 6)
    calibration = try bench.calibrate()
    values = try bench.captured(PlanCompiler(model: bench.model).floatPlan())
  }

  @Test func `Own errors are those of quantizing each value`() throws {
    #expect(calibration.sampleCount == 6)
    var compared = 0
    for (id, statistics) in calibration.statistics {
      let site = bench.graph.site(id)!
      let images = values[id]!
      let signal = images.joined().reduce(0.0) { $0 + Double($1) * Double($1) }
      for (scheme, error) in statistics.errors where [8, 4].contains(scheme.bits) {
        let quantizer: UniformQuantizer
        switch calibration.quantizer(for: scheme, at: id) {
        case .uniform(let uniform): quantizer = uniform
        case .powersOfTwoScale(let powers): quantizer = powers.uniform
        default: continue
        }
        let noise = NaiveCalibration.squaredError(images, channels: site.channelCount, quantizer)
        // The same terms in another order.
        #expect(abs(error.signal - signal) <= 1e-10 * signal, "\(id) \(scheme)")
        #expect(abs(error.noise - noise) <= 1e-10 * noise, "\(id) \(scheme)")
        compared += 1
      }
    }
    #expect(compared > 60)
  }

  @Test func `Errors are given for every scheme of the role`() {
    for (id, statistics) in calibration.statistics {
      let site = bench.graph.site(id)!
      let expected = SchemeCoverageTests.schemes.filter { scheme in
        if case .uniform(_, .channelWise) = scheme { return site.role.allows(scheme) && site.hasChannels }
        return scheme != .float && site.role.allows(scheme)
      }
      #expect(Set(statistics.errors.keys) == Set(expected), "\(id)")
    }
  }

  @Test func `Histograms hold every value of the sample`() {
    for (id, statistics) in calibration.statistics {
      let site = bench.graph.site(id)!
      let histogram = statistics.histogram
      #expect(histogram.counts.count == SiteStatistics.binCount)
      #expect(histogram.counts.reduce(0, +) == UInt64(site.rowCount * site.channelCount * 6), "\(id)")
      #expect(histogram.lower == statistics.minimum && histogram.upper == statistics.maximum)
      #expect(statistics.channelHistograms.count == (site.role == .normInput ? site.channelCount : 0))
      for (channel, own) in statistics.channelHistograms.enumerated() {
        #expect(own.counts.reduce(0, +) == UInt64(site.rowCount * 6), "\(id) channel \(channel)")
        let filled = own.counts.indices.filter { own.counts[$0] > 0 }
        let width = own.binWidth
        #expect(own.lower + Float(filled.first!) * width <= statistics.channelMinima[channel] + width * 0.01)
        #expect(own.lower + Float(filled.last! + 1) * width >= statistics.channelMaxima[channel] - width * 0.01)
      }
    }
  }

  @Test func `Attention bins hold every probability of every image`() {
    for attention in bench.graph.attentions {
      let statistics = calibration.attentions[attention.probabilities]!
      #expect(statistics.counts.count == TinyModel.headCount)
      for head in 0..<TinyModel.headCount {
        #expect(statistics.counts[head].count == AttentionStatistics.binCount)
        #expect(
          statistics.counts[head].reduce(0, +) + statistics.zeroCounts[head]
            == UInt64(6 * TinyModel.tokenCount * TinyModel.tokenCount))
      }
    }
  }

  @Test func `Levels descend to zero, and count every probability`() {
    for attention in bench.graph.attentions {
      let statistics = calibration.attentions[attention.probabilities]!
      #expect(Set(statistics.levels.keys).isSuperset(of: QuantizationScheme.attentionLadder.dropFirst()))
      for (scheme, heads) in statistics.levels {
        #expect(heads.count == TinyModel.headCount)
        for levels in heads {
          #expect(levels.values.count == levels.counts.count, "\(scheme)")
          #expect(levels.values.last == 0, "\(scheme)")
          #expect(zip(levels.values, levels.values.dropFirst()).allSatisfy { $0 > $1 }, "\(scheme)")
          #expect(levels.counts.reduce(0, +) == UInt64(6 * TinyModel.tokenCount * TinyModel.tokenCount), "\(scheme)")
          #expect((0...1).contains(levels.massToZero), "\(scheme)")
        }
      }
    }
  }

  @Test func `Levels and lost mass of log2 and LIS, probability by probability`() throws {
    let attention = bench.graph.attentions[1]
    let statistics = calibration.attentions[attention.probabilities]!
    let tokens = TinyModel.tokenCount
    guard case .uniform(let scores)? = calibration.quantizer(for: .layerWise(8), at: attention.scores) else {
      Issue.record("scores have no quantizer")
      return
    }
    for bits in [2, 4, 8] {
      let softmax = LogIntSoftmaxQuantizer(bits: bits, scoreScale: scores.scales[0])
      for head in 0..<TinyModel.headCount {
        // 8-bit levels are listed to the end of a float softmax only: 2⁻¹²⁷.
        let zeroLevel = min(1 << bits, 128)
        var log2 = [UInt64](repeating: 0, count: zeroLevel + 1)
        var lis = log2
        var total = 0.0
        var lostByLog2 = 0.0
        var lostByLIS = 0.0
        for image in 0..<6 {
          for row in head * tokens..<(head + 1) * tokens {
            let range = row * tokens..<(row + 1) * tokens
            let probabilities = values[attention.probabilities]![image][range]
            let integers = values[attention.scores]![image][range].map { Int64(scores.code($0) - scores.zeroPoints[0]) }
            for (probability, code) in zip(probabilities, Reference.logIntSoftmax(integers, softmax)) {
              total += Double(probability)
              let exponent = Log2Quantizer(bits: bits).code(probability)
              log2[exponent ?? zeroLevel] += 1
              lis[code ?? zeroLevel] += 1
              if exponent == nil { lostByLog2 += Double(probability) }
              if code == nil { lostByLIS += Double(probability) }
            }
          }
        }
        let foundLog2 = try #require(statistics.levels[.log2(bits: bits)])[head]
        let foundLIS = try #require(statistics.levels[.logIntSoftmax(bits: bits)])[head]
        #expect(foundLog2.counts == log2, "\(bits) bits, head \(head)")
        #expect(foundLIS.counts == lis, "\(bits) bits, head \(head)")
        #expect(abs(foundLog2.massToZero - lostByLog2 / total) < 1e-12)
        #expect(abs(foundLIS.massToZero - lostByLIS / total) < 1e-12)
      }
    }
  }

  @Test func `Range ratio`() {
    func statistics(_ ranges: [Float]) -> SiteStatistics {
      SiteStatistics(
        site: SiteID("s"), minimum: 0, maximum: 1, channelMinima: ranges.map { -$0 / 2 },
        channelMaxima: ranges.map { $0 / 2 }, histogram: Histogram(lower: 0, upper: 1, binCount: 2),
        channelHistograms: [], errors: [:])
    }
    #expect(statistics([1, 2, 8]).rangeRatio == 4)
    #expect(statistics([1, 2, 4, 9]).rangeRatio == 3)
    #expect(statistics([]).rangeRatio == nil)
    #expect(statistics([0, 0, 5]).rangeRatio == nil)
  }
}
