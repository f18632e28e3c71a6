/// What an archive may ask for before anything of it is allocated.
package struct ZipLimits: Sendable {
  /// The largest models that are published have some thousands of tensors.
  package var entryCount = 100_000
  /// Bytes.
  package var nameByteCount = 1024
  package var directoryByteCount = 64 << 20
  /// Of all entries together, inflated.
  package var totalByteCount = 64 << 30
  /// How often the file's own size all entries together may inflate to, where that is above `freeByteCount`.
  package var inflation = 100
  /// As much as any file may inflate to: weights that are all zeros shrink a thousand times.
  package var freeByteCount = 64 << 20

  package init() {}

  /// As far as DEFLATE can shrink anything; an entry that claims more lies.
  static let deflateInflation = 1032

  func total(ofFileWith byteCount: Int) -> Int {
    let (allowed, overflows) = byteCount.multipliedReportingOverflow(by: inflation)
    return min(totalByteCount, overflows ? .max : max(allowed, freeByteCount))
  }
}
