/// How outcomes lie in files of the cache.
extension [ImageOutcome] {
  /// Stands for no label.
  private static let noRank = Int.min
  /// Stands for no similarity, whose cosine lies in -1...1.
  private static let noCosine = 2.0

  func write(to writer: inout ByteWriter) {
    writer.write(self) { writer, outcome in
      writer.write(outcome.predicted)
      writer.write(outcome.probability)
      writer.write(outcome.labelRank ?? Self.noRank)
      writer.write(outcome.similarity?.cosine ?? Self.noCosine)
      writer.write(outcome.similarity?.error.signal ?? 0)
      writer.write(outcome.similarity?.error.noise ?? 0)
    }
  }

  init(from reader: inout ByteReader, count: Int, classCount: Int, hasLabels: Bool) throws(ByteReader.Failure) {
    self = try reader.list { (reader) throws(ByteReader.Failure) in
      let predicted = try reader.read(Int.self)
      let probability = try reader.read(Float.self)
      let rank = try reader.read(Int.self)
      let cosine = try reader.read(Double.self)
      let error = SignalToNoise(signal: try reader.read(Double.self), noise: try reader.read(Double.self))
      return ImageOutcome(
        predicted: predicted, probability: probability, labelRank: rank == Self.noRank ? nil : rank,
        similarity: cosine == Self.noCosine ? nil : LogitSimilarity(cosine: cosine, error: error))
    }
    guard self.count == count else { throw ByteReader.Failure(reason: "it has not one outcome for each image") }
    guard areSound(classCount: classCount, hasLabels: hasLabels) else { throw ByteReader.Failure(reason: "an outcome is none") }
  }

  /// Whether a network of so many classes can have said so, on images that all have labels or that have none; only such
  /// outcomes are kept.
  func areSound(classCount: Int, hasLabels: Bool) -> Bool {
    let classes = 0..<classCount
    return allSatisfy { outcome in
      classes.contains(outcome.predicted) && outcome.probability > 0 && outcome.probability <= 1
        && (hasLabels ? outcome.labelRank.map(classes.contains) ?? false : outcome.labelRank == nil)
        && outcome.similarity?.isSound ?? true
    }
  }
}

extension LogitSimilarity {
  fileprivate var isSound: Bool {
    (-1...1).contains(cosine) && error.signal >= 0 && error.signal.isFinite && error.noise >= 0 && error.noise.isFinite
  }
}
