import Evaluation
import Foundation
import Quantization

/// The attention values of one head or of all, ready to be drawn.
struct AttentionDistribution {
  struct Level {
    let value: Float
    let count: UInt64
  }

  private let statistics: AttentionStatistics
  private let heads: [Int]
  private let counts: [UInt64]
  let total: UInt64

  init(_ statistics: AttentionStatistics, head: Int?) {
    self.statistics = statistics
    let all = Array(statistics.counts.indices)
    heads = head.map { all.contains($0) ? [$0] : all } ?? all
    var counts = [UInt64](repeating: 0, count: AttentionStatistics.binCount)
    for head in heads {
      for (bin, count) in statistics.counts[head].enumerated() where bin < counts.count { counts[bin] += count }
    }
    self.counts = counts
    total = counts.reduce(0, +) + heads.reduce(0) { $0 + statistics.zeroCounts[$1] }
  }

  /// The whole octave below all but a thousandth of the values; at least 2^−8, at most 2^−32.
  var lowestOctave: Int {
    let limit = total / 1000
    var sum: UInt64 = 0
    let bin = counts.firstIndex { count in
      sum += count
      return sum > limit
    }
    let first = Self.exponent(ofBin: bin ?? AttentionStatistics.binCount)
    return min(-8, max(-32, Int(first.rounded(.down))))
  }

  /// How many values fall into each dot column of the axis.
  func columns(_ axis: LogAxis) -> [Double] {
    var columns = [Double](repeating: 0, count: axis.dotWidth)
    // A bin is shared out over the dots that it covers: counted into one of them, it would comb the plot.
    let dotsPerOctave = Double(axis.dotWidth) / Double(-axis.lowest)
    let firstBin = AttentionStatistics.binCount + axis.lowest * AttentionStatistics.binsPerOctave
    for bin in max(0, firstBin)..<counts.count where counts[bin] > 0 {
      let start = (Self.exponent(ofBin: bin) - Double(axis.lowest)) * dotsPerOctave
      let end = (Self.exponent(ofBin: bin + 1) - Double(axis.lowest)) * dotsPerOctave
      for dot in Int(start)..<min(columns.count, Int(end.rounded(.up))) {
        let overlap = min(end, Double(dot + 1)) - max(start, Double(dot))
        columns[dot] += max(0, overlap) / (end - start) * Double(counts[bin])
      }
    }
    return columns
  }

  func columns(_ axis: LogAxis, levels: [Level]) -> [Double] {
    var columns = [Double](repeating: 0, count: axis.dotWidth)
    var dots: [Int] = []
    for level in levels where level.value > 0 {
      guard let dot = axis.dot(log2(Double(level.value))) else { continue }
      columns[dot] += Double(level.count)
      dots.append(dot)
    }
    // Lone levels get bars of some width; where they crowd, a dot each.
    let gap = zip(dots, dots.dropFirst()).map { $0 - $1 }.min() ?? axis.dotWidth
    let half = min(gap / 4, 3)
    guard half > 0 else { return columns }
    for dot in dots {
      for x in max(0, dot - half)...min(columns.count - 1, dot + half) { columns[x] = columns[dot] }
    }
    return columns
  }

  /// The levels of a scheme with the values on them, heads together; empty where it was not measured.
  func levels(_ scheme: QuantizationScheme) -> [Level] {
    guard let measured = statistics.levels[scheme] else { return [] }
    var sums: [Float: UInt64] = [:]
    for head in heads where measured.indices.contains(head) {
      for (value, count) in zip(measured[head].values, measured[head].counts) { sums[value, default: 0] += count }
    }
    return sums.sorted { $0.key > $1.key }.map { Level(value: $0.key, count: $0.value) }
  }

  /// The share of the probability mass that the scheme sends to zero; rows sum to 1, so heads weigh alike.
  func massToZero(_ scheme: QuantizationScheme) -> Double? {
    guard let measured = statistics.levels[scheme] else { return nil }
    let masses = heads.filter(measured.indices.contains).map { measured[$0].massToZero }
    return masses.isEmpty ? nil : masses.reduce(0, +) / Double(masses.count)
  }

  /// The logarithm of a bin's lower end: the bins of an octave are equally wide in the probability itself.
  private static func exponent(ofBin bin: Int) -> Double {
    let perOctave = AttentionStatistics.binsPerOctave
    let step = Double(bin % perOctave) / Double(perOctave)
    return Double((bin - AttentionStatistics.binCount - bin % perOctave) / perOctave) + log2(1 + step)
  }
}
