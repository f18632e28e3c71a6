/// How long the stages of a start took the last time on this machine, for the estimate of the next.
struct PaceStore: Sendable {
  /// Stages that are timed; calibrating takes about the same with every observer.
  enum Work: String, CaseIterable, Sendable {
    case decoding, float, calibrating
  }

  let cache: CacheFolder
  let identity: ModelIdentity
  let threadCount: Int

  private var key: String { identity.key("pace", "\(threadCount)") }

  /// Seconds for each unit of work.
  func load() -> [Work: Double] {
    cache.load(.pace, key: key) { (reader) throws(ByteReader.Failure) in
      let paces = try reader.dictionary(key: { Work(rawValue: $0) }) { (reader) throws(ByteReader.Failure) in
        try reader.read(Double.self)
      }
      guard paces.values.allSatisfy({ $0 > 0 && $0 < 1e6 }) else { throw ByteReader.Failure(reason: "a pace is none") }
      return paces
    } ?? [:]
  }

  func save(_ pace: Double, of work: Work) {
    guard pace > 0, pace < 1e6 else { return }
    var paces = load()
    paces[work] = pace
    cache.save(.pace, key: key) { writer in
      writer.write(paces, sortedBy: \.rawValue) { $0.write($1) }
    }
  }
}
