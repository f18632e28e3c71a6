/// What float models said of image sets, on disk.
struct FloatReferenceStore: Sendable {
  let cache: CacheFolder
  let identity: ModelIdentity
  let classCount: Int

  private func key(imageListDigest: String) -> String { identity.key("float", imageListDigest) }

  func load(imageListDigest: String, imageCount: Int, hasLabels: Bool) -> FloatReference? {
    cache.load(.float, key: key(imageListDigest: imageListDigest)) { (reader) throws(ByteReader.Failure) in
      let outcomes = try [ImageOutcome](from: &reader, count: imageCount, classCount: classCount, hasLabels: hasLabels)
      let imagesPerSecond = try reader.read(Double.self)
      let values = try reader.array(Float.self)
      let expected = LogitTable.capacity(classCount: classCount, imageCount: imageCount)
      guard values.count == expected * classCount, values.allSatisfy(\.isFinite) else {
        throw ByteReader.Failure(reason: "its logits are not a number for each class of each image")
      }
      guard imagesPerSecond.isFinite, imagesPerSecond > 0 else {
        throw ByteReader.Failure(reason: "its speed is none")
      }
      return FloatReference(
        outcomes: outcomes, logits: LogitTable(classCount: classCount, values: values),
        imagesPerSecond: imagesPerSecond, isKept: true)
    }
  }

  func save(_ reference: FloatReference, imageListDigest: String) {
    guard let logits = reference.logits, logits.values.allSatisfy(\.isFinite),
      reference.outcomes.areSound(classCount: classCount, hasLabels: reference.hasLabels), reference.imagesPerSecond.isFinite
    else { return }
    cache.save(.float, key: key(imageListDigest: imageListDigest)) { writer in
      reference.outcomes.write(to: &writer)
      writer.write(reference.imagesPerSecond)
      writer.write(logits.values)
    }
  }
}
