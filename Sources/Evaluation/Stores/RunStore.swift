package import Graphs
package import Models

/// Finished evaluations between sessions: the one place that knows where they lie.
package struct RunStore: Sendable {
  /// What runs must share for their figures to be the same figures: everything but the configuration.
  package struct Identity: Sendable, Hashable {
    let key: String
    let imageCount: Int
    let hasLabels: Bool

    /// - Parameters:
    ///   - imageListDigest: of the evaluation images; `imageCount` of them could be decoded.
    ///   - calibrationListDigest: of the calibration images. How they are used follows from the configuration and the mode.
    package init(
      model: ModelIdentity, imageListDigest: String, imageCount: Int, hasLabels: Bool,
      calibrationListDigest: String, mode: CalibrationOptions.Mode, arithmetic: PlanCompiler.Arithmetic
    ) {
      key = model.key("runs", imageListDigest, calibrationListDigest, mode.rawValue, arithmetic.rawValue)
      self.imageCount = imageCount
      self.hasLabels = hasLabels
    }
  }

  private let cache: CacheFolder
  private let graph: Graph

  package init(cache: CacheFolder, graph: Graph) {
    self.cache = cache
    self.graph = graph
  }

  /// A file for each run, so that no process waits for or overwrites another's.
  private func key(_ configurationDigest: String, _ identity: Identity) -> String {
    identity.key + "-" + configurationDigest
  }

  package func save(_ run: StoredRun, for identity: Identity) {
    guard run.isSound(classCount: graph.resultCount, hasLabels: identity.hasLabels), run.outcomes.count == identity.imageCount else { return }
    cache.save(.runs, key: key(run.configurationDigest, identity)) { run.write(to: &$0) }
  }

  package func run(configurationDigest: String, for identity: Identity) -> StoredRun? {
    cache.load(.runs, key: key(configurationDigest, identity)) { (reader) throws(ByteReader.Failure) in
      let run = try StoredRun(
        from: &reader, imageCount: identity.imageCount, classCount: graph.resultCount, hasLabels: identity.hasLabels)
      guard run.configuration.problem(for: graph) == nil, run.configurationDigest == configurationDigest,
        run.configuration.digest(for: graph) == configurationDigest
      else { throw ByteReader.Failure(reason: "it is of another configuration") }
      return run
    }
  }

  /// All runs, the oldest first.
  package func runs(for identity: Identity) -> [StoredRun] {
    let prefix = identity.key + "-"
    return cache.keys(.runs, prefix: prefix)
      .compactMap { run(configurationDigest: String($0.dropFirst(prefix.count)), for: identity) }
      .sorted { ($0.date, $0.configurationDigest) < ($1.date, $1.configurationDigest) }
  }

  package func remove(configurationDigest: String, for identity: Identity) {
    cache.remove(.runs, key: key(configurationDigest, identity))
  }

  package var byteCount: Int { cache.usage()[.runs]?.byteCount ?? 0 }
}
