/// Decodes Windows bitmaps of 1, 4, 8, 16, 24 and 32 bits a pixel, plain or in runs.
///
/// No library of its own is worth its weight here: the pixels lie in the file as they are.
struct BMPDecoder: FormatDecoder {
  private let header: BMPHeader
  private let memory: WorkingMemory
  private let file: String

  init(_ memory: WorkingMemory, file: String) throws(ImageError) {
    header = try BMPHeader(LittleEndianReader(bytes: memory.bytes), file: file)
    self.memory = memory
    self.file = file
  }

  var width: Int { header.width }
  var height: Int { header.height }

  var workingByteCount: Int {
    switch header.compression {
    case .none: 3 * width
    case .runs: width * height
    }
  }

  func decode(into stream: RowStream) throws(ImageError) -> Bool {
    switch header.compression {
    case .runs(let bits):
      let indices = try BMPRuns.indices(
        memory.bytes, from: header.pixelOffset, bits: bits, width: width, height: height, file: file)
      stream.convertRows { [header] in header.colors.look(up: $0, count: header.width, into: $1) }
      return send(from: indices.start, lineByteCount: width, to: stream)
    case .none:
      let contentByteCount = (width * header.bits + 7) / 8
      let lineByteCount = (width * header.bits + 31) / 32 * 4
      // The last line's padding may be missing.
      guard header.pixelOffset + lineByteCount * (height - 1) + contentByteCount <= memory.count else {
        throw .truncated(file: file, format: .bmp)
      }
      stream.convertRows(with: converter())
      return send(from: memory.start + header.pixelOffset, lineByteCount: lineByteCount, to: stream)
    }
  }

  /// Lines lie from the bottom to the top unless the header says otherwise.
  private func send(from start: UnsafeMutablePointer<UInt8>, lineByteCount: Int, to stream: RowStream) -> Bool {
    for y in 0..<height {
      let line = header.isTopDown ? y : height - 1 - y
      if !stream.take(start + line * lineByteCount) { return false }
    }
    return true
  }

  private func converter() -> (UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>) -> Void {
    let (width, bits, colors) = (width, header.bits, header.colors)
    switch bits {
    case 8:
      return { colors.look(up: $0, count: width, into: $1) }
    case 1, 4:
      var indices = [UInt8](repeating: 0, count: width)
      let mask = UInt8(1 << bits - 1)
      return { row, rgb in
        for pixel in 0..<width {
          let bit = pixel &* bits
          indices[pixel] = row[bit >> 3] >> UInt8(8 &- bits &- bit & 7) & mask
        }
        indices.withUnsafeBufferPointer { colors.look(up: $0.baseAddress!, count: width, into: rgb) }
      }
    case 24:
      return { row, rgb in
        for pixel in 0..<width {
          for channel in 0..<3 { rgb[pixel &* 3 &+ channel] = row[pixel &* 3 &+ 2 &- channel] }
        }
      }
    default:
      let channels = header.masks.map(BMPChannel.init)
      let stride = bits / 8
      return { row, rgb in
        for pixel in 0..<width {
          let start = row + pixel &* stride
          var word: UInt32 = 0
          for byte in 0..<stride { word |= UInt32(start[byte]) << UInt32(byte &* 8) }
          for channel in 0..<3 { rgb[pixel &* 3 &+ channel] = channels[channel].value(in: word) }
        }
      }
    }
  }
}

/// One colour's bits in a pixel.
private struct BMPChannel {
  private let shift: UInt32
  private let mask: UInt64

  init(_ mask: UInt32) {
    shift = mask == 0 ? 0 : UInt32(mask.trailingZeroBitCount)
    self.mask = UInt64(mask >> shift)
  }

  /// On the scale from 0 to 255, rounded down.
  func value(in word: UInt32) -> UInt8 {
    mask == 0 ? 0 : UInt8(truncatingIfNeeded: (UInt64(word >> shift) & mask) * 255 / mask)
  }
}

/// Runs of indices, as Windows writes them for images of 8 or 4 bits a pixel.
enum BMPRuns {
  /// The indices [height, width], lines as in the file; what the runs leave out is index 0.
  static func indices(
    _ bytes: UnsafeBufferPointer<UInt8>, from offset: Int, bits: Int, width: Int, height: Int, file: String
  ) throws(ImageError) -> WorkingMemory {
    let indices = try WorkingMemory(byteCount: width * height, file: file)
    indices.start.initialize(repeating: 0, count: indices.count)
    var (target, column, source) = (0, 0, offset)

    func next() throws(ImageError) -> Int {
      guard bytes.indices.contains(source) else { throw .truncated(file: file, format: .bmp) }
      source += 1
      return Int(bytes[source - 1])
    }
    func put(_ index: Int) {
      guard target < indices.count else { return }
      indices.start[target] = UInt8(truncatingIfNeeded: index)
      target += 1
    }

    while target < indices.count {
      let (count, value) = (try next(), try next())
      switch (count, value) {
      case (0, 0):
        // The end of a line.
        target = (target + width - 1) / width * width
        column = 0
      case (0, 1): return indices
      case (0, 2):
        let (right, down) = (try next(), try next())
        target = min(indices.count, target + right + down * width)
        column = target % width
      case (0, _):
        // As many indices as `value` follow, padded to an even number of bytes.
        for pixel in stride(from: 0, to: value, by: 8 / bits) {
          let byte = try next()
          if bits == 8 {
            put(byte)
          } else {
            put(byte >> 4)
            if pixel + 1 < value { put(byte & 15) }
          }
        }
        column += value
        if (value * bits + 7) / 8 % 2 == 1 { source += 1 }
      default:
        // A run stops at the end of its line.
        let room = max(0, min(count, width - column))
        for pixel in 0..<room { put(bits == 8 ? value : pixel % 2 == 0 ? value >> 4 : value & 15) }
        column += room
      }
    }
    return indices
  }
}
