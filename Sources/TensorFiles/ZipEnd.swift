import Tensors

/// The record at the end of a zip archive, which says where the central directory lies, and its zip64 form before it.
struct ZipEnd {
  let entryCount: Int
  /// Bytes of the whole file.
  let directory: Range<Int>

  private static let byteCount = 22
  private static let longestComment = 0xFFFF
  private static let locatorByteCount = 20
  private static let wideByteCount = 56

  private struct Fields: Equatable {
    let disk: Int
    let directoryDisk: Int
    let entriesHere: Int
    let entries: Int
    let byteCount: Int
    let offset: Int
  }

  init(of file: RegularFile, path: String) throws(TensorFileError) {
    func error(_ problem: ZipProblem) -> TensorFileError { .zip(file: path, problem: problem) }
    func read(_ range: Range<Int>) throws(TensorFileError) -> [UInt8] {
      do throws(RegularFile.Failure) { return try file.bytes(range) } catch { throw .file(path, error) }
    }
    // A locator may stand before the record.
    let tailByteCount = min(file.byteCount, Self.byteCount + Self.longestComment + Self.locatorByteCount)
    let tailBegin = file.byteCount - tailByteCount
    let tail = try read(tailBegin..<file.byteCount)
    guard let place = Self.place(in: tail), let narrow = Self.fields(of: tail, at: place) else {
      throw error(.notAnArchive)
    }
    var fields = narrow
    var end = tailBegin + place
    if place >= Self.locatorByteCount {
      var locator = LittleEndianReader(tail, at: place - Self.locatorByteCount)
      if locator.number(4) == 0x0706_4B50 {
        guard locator.number(4) == 0, let offset = locator.number(8), locator.number(4) ?? 2 <= 1 else {
          throw error(.severalDisks)
        }
        guard offset <= end - Self.locatorByteCount - Self.wideByteCount else { throw error(.directoryDamaged) }
        guard let wide = Self.wideFields(of: try read(offset..<offset + Self.wideByteCount)) else {
          throw error(.directoryDamaged)
        }
        guard Self.agree(narrow, wide) else { throw error(.endsDisagree) }
        fields = wide
        end = offset
      }
    }
    guard fields.disk == 0, fields.directoryDisk == 0, fields.entriesHere == fields.entries else {
      throw error(.severalDisks)
    }
    // A record of an entry has 46 bytes at least.
    guard fields.offset <= end, fields.byteCount == end - fields.offset, fields.entries <= fields.byteCount / 46 else {
      throw error(.directoryDamaged)
    }
    entryCount = fields.entries
    directory = fields.offset..<end
  }

  /// The last place with the record's signature from which its comment reaches to the end of the file.
  private static func place(in tail: [UInt8]) -> Int? {
    guard tail.count >= byteCount else { return nil }
    return (max(0, tail.count - byteCount - longestComment)...tail.count - byteCount).last { place in
      guard tail[place] == 0x50, tail[place + 1] == 0x4B, tail[place + 2] == 5, tail[place + 3] == 6 else {
        return false
      }
      return Int(tail[place + 20]) | Int(tail[place + 21]) << 8 == tail.count - place - byteCount
    }
  }

  private static func fields(of tail: [UInt8], at place: Int) -> Fields? {
    var reader = LittleEndianReader(tail, at: place + 4)
    guard let disk = reader.number(2), let directoryDisk = reader.number(2), let entriesHere = reader.number(2),
      let entries = reader.number(2), let byteCount = reader.number(4), let offset = reader.number(4)
    else { return nil }
    return Fields(
      disk: disk, directoryDisk: directoryDisk, entriesHere: entriesHere, entries: entries, byteCount: byteCount,
      offset: offset)
  }

  private static func wideFields(of bytes: [UInt8]) -> Fields? {
    var reader = LittleEndianReader(bytes)
    guard reader.number(4) == 0x0606_4B50, reader.take(12) != nil, let disk = reader.number(4),
      let directoryDisk = reader.number(4), let entriesHere = reader.number(8), let entries = reader.number(8),
      let byteCount = reader.number(8), let offset = reader.number(8)
    else { return nil }
    return Fields(
      disk: disk, directoryDisk: directoryDisk, entriesHere: entriesHere, entries: entries, byteCount: byteCount,
      offset: offset)
  }

  /// Readers differ in which of two ends they believe, so each field of the narrow one is the same or says "see there".
  private static func agree(_ narrow: Fields, _ wide: Fields) -> Bool {
    let pairs = [
      (narrow.disk, wide.disk, 0xFFFF), (narrow.directoryDisk, wide.directoryDisk, 0xFFFF),
      (narrow.entriesHere, wide.entriesHere, 0xFFFF), (narrow.entries, wide.entries, 0xFFFF),
      (narrow.byteCount, wide.byteCount, 0xFFFF_FFFF), (narrow.offset, wide.offset, 0xFFFF_FFFF),
    ]
    return pairs.allSatisfy { narrow, wide, mark in narrow == wide || narrow == mark }
  }
}
