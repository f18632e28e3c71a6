package import Foundation

/// Writes small PNG files without compression, so that tests need no image library to make their images.
package enum TestImage {
  /// - Parameter pixels: RGB, interleaved, `side` × `side`.
  package static func writePNG(_ pixels: [UInt8], side: Int, to url: URL) throws {
    var raw: [UInt8] = []
    for row in 0..<side { raw += [0] + pixels[row * side * 3..<(row + 1) * side * 3] }
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let size = bigEndian(UInt32(side))
    file += chunk("IHDR", size + size + [8, 2, 0, 0, 0])
    file += chunk("IDAT", stored(raw))
    file += chunk("IEND", [])
    try Data(file).write(to: url)
  }

  /// A folder of seeded images with labels.txt.
  package static func writeFolder(_ folder: URL, count: Int, side: Int, classCount: Int, seed: UInt64 = 7) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var generator = SeededGenerator(seed: seed)
    var labels = ""
    for index in 0..<count {
      let base = (0..<3).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let pixels = (0..<side * side * 3).map { base[$0 % 3] &+ UInt8.random(in: 0...60, using: &generator) }
      try writePNG(pixels, side: side, to: folder.appendingPathComponent("image\(index).png"))
      labels += "image\(index).png \(index % classCount)\n"
    }
    try Data(labels.utf8).write(to: folder.appendingPathComponent("labels.txt"))
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
  }

  private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in body {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
    }
    return bigEndian(UInt32(data.count)) + body + bigEndian(~crc)
  }

  /// A zlib stream of stored blocks.
  private static func stored(_ data: [UInt8]) -> [UInt8] {
    var out: [UInt8] = [0x78, 0x01]
    var start = 0
    repeat {
      let end = min(start + 65535, data.count)
      let length = UInt16(end - start)
      out += [
        end == data.count ? 1 : 0, UInt8(length & 255), UInt8(length >> 8), UInt8(~length & 255), UInt8(~length >> 8),
      ]
      out += data[start..<end]
      start = end
    } while start < data.count
    var a: UInt32 = 1
    var b: UInt32 = 0
    for byte in data {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    return out + bigEndian(b << 16 | a)
  }
}
