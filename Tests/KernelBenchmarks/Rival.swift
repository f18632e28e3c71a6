/// Two ways to the same end, timed in turns; the ratio is how many times faster the first is.
struct Rival {
  enum Kind: String, CaseIterable {
    case float = "integer kernels against their float or simulated twins"
    case product = "products that end in codes against oneDNN's with codes apart"
    case variant = "the machine's best variant against the lowest"
  }

  let kind: Kind
  let name: String
  let kernel: () -> Void
  let other: () -> Void
}

/// What a pair took: medians, so that a moment in which something else ran does not count.
struct Timing {
  let kernel: Double
  let other: Double
  var ratio: Double { other / kernel }

  /// How long a sample should last at least: far more than the clock's own time.
  private static let sampleLength = Duration.milliseconds(1)

  /// All pairs once a round, so that a slow second of the machine falls on all of them.
  static func measure(_ rivals: [Rival], rounds: Int) -> [Timing] {
    let counts = rivals.map { [repetitions($0.kernel), repetitions($0.other)] }
    var samples = [[[Double]]](repeating: [[], []], count: rivals.count)
    for _ in 0..<rounds {
      for (index, rival) in rivals.enumerated() {
        for (side, body) in [rival.kernel, rival.other].enumerated() {
          samples[index][side].append(microseconds(body, repetitions: counts[index][side]))
        }
      }
    }
    return samples.map { Timing(kernel: median($0[0]), other: median($0[1])) }
  }

  private static func repetitions(_ body: () -> Void) -> Int {
    var count = 1
    while microseconds(body, repetitions: count) * Double(count) < sampleLength / .microseconds(1) { count *= 2 }
    return count
  }

  private static func microseconds(_ body: () -> Void, repetitions: Int) -> Double {
    let time = ContinuousClock().measure { for _ in 0..<repetitions { body() } }
    return time / .microseconds(1) / Double(repetitions)
  }

  private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
