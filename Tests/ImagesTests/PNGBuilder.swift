/// Writes uncompressed PNG files of every kind, valid or not.
struct PNGBuilder {
  let width: Int
  let height: Int
  let bitDepth: UInt8
  let colorType: UInt8
  /// The samples of each line, packed, without the filter byte.
  let lines: [[UInt8]]
  var palette: [UInt8] = []
  var transparency: [UInt8] = []
  var isInterlaced = false

  init(width: Int, height: Int, bitDepth: UInt8, colorType: UInt8, lines: [[UInt8]]) {
    (self.width, self.height, self.lines) = (width, height, lines)
    (self.bitDepth, self.colorType) = (bitDepth, colorType)
  }

  var bytes: [UInt8] {
    let header =
      bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [bitDepth, colorType, 0, 0, isInterlaced ? 1 : 0]
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header)
    if !palette.isEmpty { file += chunk("PLTE", palette) }
    if !transparency.isEmpty { file += chunk("tRNS", transparency) }
    return file + chunk("IDAT", stored(lines.flatMap { [0] + $0 })) + chunk("IEND", [])
  }

  private func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    return bigEndian(UInt32(data.count)) + body + bigEndian(crc(body))
  }

  /// A zlib stream of one stored block.
  private func stored(_ data: [UInt8]) -> [UInt8] {
    let length = UInt16(data.count)
    let lengths = [UInt8(length & 255), UInt8(length >> 8), UInt8(~length & 255), UInt8(~length >> 8)]
    var (a, b) = (UInt32(1), UInt32(0))
    for byte in data {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    return [0x78, 0x01, 0x01] + lengths + data + bigEndian(b << 16 | a)
  }

  private func crc(_ bytes: [UInt8]) -> UInt32 {
    var sum = ~UInt32(0)
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }

  private func bigEndian(_ value: UInt32) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { [UInt8]($0) }
  }
}
