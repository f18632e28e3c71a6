/// How outcomes lie in files of the cache.
extension [ImageOutcome] {
  func write(to writer: inout ByteWriter) {
    writer.write(self) { writer, outcome in
      writer.write(outcome.predicted)
      writer.write(outcome.probability)
      writer.write(outcome.labelRank)
    }
  }

  init(from reader: inout ByteReader, count: Int, classCount: Int) throws(ByteReader.Failure) {
    self = try reader.list { (reader) throws(ByteReader.Failure) in
      ImageOutcome(
        predicted: try reader.read(Int.self), probability: try reader.read(Float.self),
        labelRank: try reader.read(Int.self))
    }
    guard self.count == count else { throw ByteReader.Failure(reason: "it has not one outcome for each image") }
    guard areSound(classCount: classCount) else { throw ByteReader.Failure(reason: "an outcome is none") }
  }

  /// Whether a network of so many classes can have said so; only such outcomes are kept.
  func areSound(classCount: Int) -> Bool {
    let classes = 0..<classCount
    return allSatisfy {
      classes.contains($0.predicted) && classes.contains($0.labelRank) && $0.probability > 0 && $0.probability <= 1
    }
  }
}
