import Kernels
import Quantization

/// The squared errors by which PTS exponents and OMSE ranges are chosen.
final class ScoringPartial: SitePartial, @unchecked Sendable {
  // Because one worker fills it and then hands it over under the sweep's lock, never to touch it again.

  /// What is scored at each site: fixed before the sweep starts.
  struct Task: Sendable {
    /// Scale and zero point of exponent 0, by width; LayerNorm inputs only.
    var powersOfTwo: [(format: IntegerFormat, scale: Float, zeroPoint: Int32)] = []
    /// A candidate's quantizers, by scored width.
    var candidates: [[UniformQuantizer]] = []

    var isEmpty: Bool { powersOfTwo.isEmpty && candidates.isEmpty }
  }

  let tasks: [Task]
  let sites: CalibratedSites
  /// By site and width: exponent-major, [4][channels].
  var exponentErrors: [[[Double]]]
  /// By site, scored width and candidate.
  var candidateErrors: [[[Double]]]

  init(tasks: [Task], sites: CalibratedSites) {
    self.tasks = tasks
    self.sites = sites
    exponentErrors = zip(tasks, sites.sites).map { task, site in
      task.powersOfTwo.map { _ in
        [Double](repeating: 0, count: PowersOfTwoScaleQuantizer.exponentRange.count * site.channelCount)
      }
    }
    candidateErrors = tasks.map { task in task.candidates.map { [Double](repeating: 0, count: $0.count) } }
  }

  func observe(site index: Int, _ value: UnsafeMutableBufferPointer<Float>) {
    let task = tasks[index]
    guard !task.isEmpty, let base = value.baseAddress else { return }
    let channelCount = sites.sites[index].channelCount
    for (width, grid) in task.powersOfTwo.enumerated() {
      StatisticsKernels.powersOfTwoSquaredErrors(
        base, rows: value.count / channelCount, channels: channelCount, scale: grid.scale, zeroPoint: grid.zeroPoint,
        format: grid.format, errors: &exponentErrors[index][width])
    }
    for (width, candidates) in task.candidates.enumerated() {
      for (candidate, quantizer) in candidates.enumerated() {
        candidateErrors[index][width][candidate] += StatisticsKernels.uniformSquaredError(
          base, count: value.count, scale: quantizer.scales[0], zeroPoint: quantizer.zeroPoints[0],
          format: quantizer.format)
      }
    }
  }

  func merge(_ other: ScoringPartial) {
    for site in exponentErrors.indices {
      for width in exponentErrors[site].indices {
        exponentErrors[site][width].addErrors(other.exponentErrors[site][width])
      }
      for width in candidateErrors[site].indices {
        candidateErrors[site][width].addErrors(other.candidateErrors[site][width])
      }
    }
  }

  /// α of each channel: the first of 0…3 with the least error.
  func exponents(site: Int, width: Int) -> [UInt8] {
    let errors = exponentErrors[site][width]
    let channelCount = errors.count / PowersOfTwoScaleQuantizer.exponentRange.count
    return (0..<channelCount).map { channel in
      var best: UInt8 = 0
      for exponent in PowersOfTwoScaleQuantizer.exponentRange
      where errors[Int(exponent) * channelCount + channel] < errors[Int(best) * channelCount + channel] {
        best = exponent
      }
      return best
    }
  }

  /// The first candidate with the least error.
  func bestCandidate(site: Int, width: Int) -> Int {
    let errors = candidateErrors[site][width]
    return errors.indices.reduce(0) { errors[$1] < errors[$0] ? $1 : $0 }
  }
}

extension [Double] {
  fileprivate mutating func addErrors(_ other: [Double]) {
    // One access to each array, not one an element: slots are merged under a lock.
    for index in indices { self[index] += other[index] }
  }
}
