/// What stands before the pixels of a Windows bitmap.
struct BMPHeader {
  enum Compression {
    case none
    /// Runs of indices of 8 or 4 bits.
    case runs(bits: Int)
  }

  let width: Int
  let height: Int
  let isTopDown: Bool
  let bits: Int
  let compression: Compression
  /// Where red, green and blue lie in a pixel of 16 or 32 bits.
  let masks: [UInt32]
  let colors: ColorTable
  let pixelOffset: Int

  /// - Throws: `.unreadKind` for what is no bitmap of the common kinds, those that Pillow reads.
  init(_ reader: LittleEndianReader, file: String) throws(ImageError) {
    func unread(_ what: String) -> ImageError { .unreadKind(file: file, format: .bmp, what: what) }
    guard let byteCount = reader.word(at: 14) else { throw .truncated(file: file, format: .bmp) }
    let headerByteCount = Int(byteCount)
    guard [12, 40, 52, 56, 64, 108, 124].contains(headerByteCount) else {
      throw unread("a header of \(headerByteCount) bytes")
    }
    guard reader.count >= 14 + headerByteCount else { throw .truncated(file: file, format: .bmp) }
    let isFirstVersion = headerByteCount == 12
    var kind: UInt32 = 0
    var colorCount = 0
    var afterHeader = 14 + headerByteCount
    if isFirstVersion {
      (width, height) = (Int(reader.half(at: 18) ?? 0), Int(reader.half(at: 20) ?? 0))
      isTopDown = false
      bits = Int(reader.half(at: 24) ?? 0)
    } else {
      width = Int(Int32(bitPattern: reader.word(at: 18) ?? 0))
      let signedHeight = Int(Int32(bitPattern: reader.word(at: 22) ?? 0))
      (height, isTopDown) = (abs(signedHeight), signedHeight < 0)
      bits = Int(reader.half(at: 28) ?? 0)
      kind = reader.word(at: 30) ?? 0
      colorCount = Int(reader.word(at: 46) ?? 0)
    }
    guard [1, 4, 8, 16, 24, 32].contains(bits) else { throw unread("\(bits) bits a pixel") }
    guard width > 0, height > 0 else { throw .corrupt(file: file, format: .bmp) }

    var masks = Self.usualMasks(bits: bits)
    switch (kind, bits) {
    case (0, _): compression = .none
    case (1, 8), (2, 4): compression = .runs(bits: bits)
    case (3, 16), (3, 24), (3, 32):
      compression = .none
      // Later versions have the masks in the header, the first ones behind it, which is the same place.
      let given = (0..<3).map { reader.word(at: 54 + $0 * 4) ?? 0 }
      if headerByteCount == 40 { afterHeader += 12 }
      if given.contains(where: { $0 != 0 }) { masks = given }
    default: throw unread("compression \(kind) of \(bits) bits a pixel")
    }
    self.masks = masks

    guard bits <= 8 else {
      colors = .greys
      pixelOffset = Int(reader.word(at: 10) ?? 0) == 0 ? afterHeader : Int(reader.word(at: 10) ?? 0)
      return
    }
    if colorCount == 0 { colorCount = 1 << bits }
    guard colorCount <= 65536 else { throw unread("\(colorCount) colours") }
    let stride = isFirstVersion ? 3 : 4
    let given = ColorTable(
      (0..<min(colorCount, 256)).flatMap { index in
        [2, 1, 0].map { reader.byte(at: afterHeader + index * stride + $0) ?? 0 }
      })
    colors = bits == 8 && given.isGrey(upTo: colorCount) ? .greys : given
    let offset = Int(reader.word(at: 10) ?? 0)
    // Some files give the end of the header, where the colours begin.
    pixelOffset = offset == 0 || offset == 14 + headerByteCount ? afterHeader + colorCount * stride : offset
  }

  private static func usualMasks(bits: Int) -> [UInt32] {
    bits == 16 ? [0x7C00, 0x3E0, 0x1F] : [0xFF0000, 0xFF00, 0xFF]
  }
}

/// Numbers of a file whose low bytes come first; nil beyond its end.
struct LittleEndianReader {
  let bytes: UnsafeBufferPointer<UInt8>

  var count: Int { bytes.count }

  func byte(at offset: Int) -> UInt8? { bytes.indices.contains(offset) ? bytes[offset] : nil }

  func half(at offset: Int) -> UInt16? {
    guard let low = byte(at: offset), let high = byte(at: offset + 1) else { return nil }
    return UInt16(high) << 8 | UInt16(low)
  }

  func word(at offset: Int) -> UInt32? {
    guard let low = half(at: offset), let high = half(at: offset + 2) else { return nil }
    return UInt32(high) << 16 | UInt32(low)
  }
}
