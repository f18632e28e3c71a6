import CTIFF

/// How a TIFF's samples lie and what they mean.
struct TIFFLayout {
  private enum Meaning {
    case grey(isInverted: Bool)
    /// Grey of 16 bits, which Pillow clips.
    case wideGrey
    case indices(ColorTable)
    /// With alpha that the colours were multiplied by, where `isMultiplied`.
    case rgb(isMultiplied: Bool)
    case cmyk
    /// Whatever libtiff makes red, green, blue and alpha of.
    case coloredByLibrary
  }

  let width: Int
  let height: Int
  /// Of a strip or a tile.
  let partWidth: Int
  let partHeight: Int
  let partByteCount: Int
  /// 1 where a pixel's samples lie side by side.
  let planeCount: Int
  /// From 1 to 8, as EXIF counts.
  let orientation: Int
  private let bits: Int
  /// Samples side by side.
  private let sampleCount: Int
  private let lineByteCount: Int
  private let isTiled: Bool
  private let meaning: Meaning

  var turnsSides: Bool { orientation >= 5 }
  var isColoredByLibrary: Bool { if case .coloredByLibrary = meaning { true } else { false } }

  init(_ reader: TIFFReader, file: String) throws(ImageError) {
    let header = reader.header
    func unread(_ what: String) -> ImageError { .unreadKind(file: file, format: .tiff, what: what) }
    guard header.is_compression_known != 0 else { throw unread("compression \(header.compression)") }
    (width, height) = (Int(header.width), Int(header.height))
    (partWidth, partHeight) = (Int(header.part_width), Int(header.part_height))
    guard width > 0, height > 0, partWidth > 0, partHeight > 0 else { throw .corrupt(file: file, format: .tiff) }
    // Before anything is multiplied.
    try ImageLimits.check(width: width, height: height, file: file)
    try ImageLimits.check(width: partWidth, height: partHeight, file: file)
    orientation = (1...8).contains(header.orientation) ? Int(header.orientation) : 1
    bits = Int(header.bits)
    isTiled = header.is_tiled != 0
    let samples = Int(header.samples)
    guard (1...6).contains(samples) else { throw unread("\(samples) samples a pixel") }
    guard [1, 2, 4, 8, 16].contains(bits), header.sample_format == SAMPLEFORMAT_UINT else {
      throw unread("samples of \(bits) bits" + (header.sample_format == SAMPLEFORMAT_IEEEFP ? " in floating point" : ""))
    }
    let isOldJPEG = header.compression == COMPRESSION_OJPEG
    let colorCount = samples - Int(header.extra_count)
    switch (isOldJPEG ? PHOTOMETRIC_YCBCR : header.photometric, colorCount) {
    case (PHOTOMETRIC_MINISWHITE, 1), (-1, 1):
      meaning = bits == 16 ? .wideGrey : .grey(isInverted: true)
    case (PHOTOMETRIC_MINISBLACK, 1):
      meaning = bits == 16 ? .wideGrey : .grey(isInverted: false)
    case (PHOTOMETRIC_PALETTE, 1) where bits <= 8:
      meaning = .indices(try reader.colors())
    case (PHOTOMETRIC_RGB, 3...) where bits >= 8:
      meaning = .rgb(isMultiplied: header.extra_count > 0 && header.first_extra == EXTRASAMPLE_ASSOCALPHA)
    case (PHOTOMETRIC_SEPARATED, 4...) where bits >= 8:
      meaning = .cmyk
    case (PHOTOMETRIC_YCBCR, 1) where bits == 8 && !isOldJPEG:
      meaning = .grey(isInverted: false)
    case (PHOTOMETRIC_YCBCR, 3) where bits == 8:
      meaning =
        header.compression == COMPRESSION_JPEG && header.has_planes == 0
        ? .rgb(isMultiplied: false) : .coloredByLibrary
    default:
      throw unread("\(samples) samples of \(bits) bits in colour space \(header.photometric)")
    }
    if case .coloredByLibrary = meaning {
      (planeCount, sampleCount, lineByteCount) = (1, 4, partWidth * 4)
      partByteCount = lineByteCount * partHeight
    } else {
      planeCount = header.has_planes != 0 ? samples : 1
      sampleCount = header.has_planes != 0 ? 1 : samples
      lineByteCount = (partWidth * sampleCount * bits + 7) / 8
      partByteCount = lineByteCount * partHeight
      // Otherwise libtiff sees another layout than this.
      guard header.part_byte_count == UInt64(partByteCount) else { throw .corrupt(file: file, format: .tiff) }
    }
    if planeCount > 1, case .rgb(isMultiplied: true) = meaning { throw unread("multiplied alpha in a plane of its own") }
    if planeCount > 1, case .cmyk = meaning { throw unread("inks in planes of their own") }
  }

  /// Writes `count` pixels of row `row` of a strip or tile, `rowCount` high, as red, green and blue.
  func convert(
    _ part: UnsafePointer<UInt8>, row: Int, rowCount: Int, count: Int, plane: Int, into rgb: UnsafeMutablePointer<UInt8>
  ) {
    let line = part + row * lineByteCount
    let byteCount = bits / 8
    let stride = sampleCount * byteCount
    // The high byte of a sample of 16 bits, which libtiff gives in this machine's order.
    let high = byteCount == 2 ? 1 : 0
    switch meaning {
    case .grey(let isInverted):
      if plane > 0 { return }
      let mask: UInt8 = isInverted ? 255 : 0
      let scale = UInt8(255 / (1 << min(bits, 8) - 1))
      spreadGreys(count, into: rgb) { sample(of: $0, in: line) &* scale ^ mask }
    case .wideGrey:
      if plane > 0 { return }
      spreadGreys(count, into: rgb) { line[$0 &* stride &+ 1] == 0 ? line[$0 &* stride] : 255 }
    case .indices(let colors):
      if plane > 0 { return }
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { indices in
        for pixel in 0..<count { indices[pixel] = sample(of: pixel, in: line) }
        colors.look(up: indices.baseAddress!, count: count, into: rgb)
      }
    case .rgb(let isMultiplied):
      if planeCount > 1 {
        if plane < 3 { for pixel in 0..<count { rgb[pixel &* 3 &+ plane] = line[pixel &* byteCount &+ high] } }
        return
      }
      for pixel in 0..<count {
        for channel in 0..<3 {
          let value = line[pixel &* stride &+ channel &* byteCount &+ high]
          rgb[pixel &* 3 &+ channel] =
            isMultiplied ? Self.divided(value, by: line[pixel &* stride &+ 3 &* byteCount &+ high]) : value
        }
      }
    case .cmyk:
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count * 4) { inks in
        for pixel in 0..<count {
          for ink in 0..<4 { inks[pixel &* 4 &+ ink] = line[pixel &* stride &+ ink &* byteCount &+ high] }
        }
        CMYK.convert(inks.baseAddress!, isInverted: false, pixelCount: count, into: rgb)
      }
    case .coloredByLibrary:
      // libtiff counts the rows of a strip from its last one, and those of a tile from the tile's end.
      let line = part + ((isTiled ? partHeight : rowCount) - 1 - row) * lineByteCount
      for pixel in 0..<count { (rgb + pixel * 3).update(from: line + pixel * 4, count: 3) }
    }
  }

  /// The first sample of a pixel of 8 bits or less.
  @inline(__always)
  private func sample(of pixel: Int, in line: UnsafePointer<UInt8>) -> UInt8 {
    if bits == 8 { return line[pixel &* sampleCount] }
    let bit = pixel &* sampleCount &* bits
    return line[bit >> 3] >> UInt8(8 &- bits &- bit & 7) & UInt8(1 << bits &- 1)
  }

  /// A colour that was multiplied by its alpha, as Pillow gets it back.
  @inline(__always)
  private static func divided(_ value: UInt8, by alpha: UInt8) -> UInt8 {
    alpha == 0 ? 0 : UInt8(min(255, Int(value) * 255 / Int(alpha)))
  }
}
