import CWebP

/// Decodes WebP by libwebp: the first image of an animation, on its canvas, which is black elsewhere.
struct WebPDecoder: FormatDecoder {
  let width: Int
  let height: Int
  private let header: cwebp_header
  private let memory: WorkingMemory
  private let file: String

  init(_ memory: WorkingMemory, file: String) throws(ImageError) {
    var header = cwebp_header()
    try Self.check(cwebp_read_header(memory.start, memory.count, &header), file: file)
    (width, height) = (Int(header.width), Int(header.height))
    self.header = header
    self.memory = memory
    self.file = file
    guard Int(header.left) + Int(header.frame_width) <= width, Int(header.top) + Int(header.frame_height) <= height,
      header.left >= 0, header.top >= 0, header.frame_width > 0, header.frame_height > 0
    else { throw .corrupt(file: file, format: .webp) }
  }

  /// The pixels, and what libwebp holds besides: a lossless image or an alpha plane as a whole.
  var workingByteCount: Int {
    let pixelCount = Int(header.frame_width) * Int(header.frame_height)
    let besides = header.is_lossless != 0 ? 4 : header.has_alpha != 0 ? 5 : 0
    return pixelCount * (3 + besides) + width * 3 * 64
  }

  func decode(into stream: RowStream) throws(ImageError) -> Bool {
    var header = header
    let lineByteCount = Int(header.frame_width) * 3
    let rows = Int(header.top)..<Int(header.top + header.frame_height)
    let pixels = try WorkingMemory(byteCount: lineByteCount * rows.count, file: file)
    guard stream.take(nil) else { return false }
    try Self.check(cwebp_decode(memory.start, &header, pixels.start), file: file)
    return stream.take(
      frame: pixels.start, lineByteCount: lineByteCount, left: Int(header.left) * 3, rows: rows,
      canvasLineByteCount: width * 3, canvasHeight: height, background: 0)
  }

  private static func check(_ status: cwebp_status, file: String) throws(ImageError) {
    switch status {
    case CWEBP_OK: return
    case CWEBP_TRUNCATED: throw .truncated(file: file, format: .webp)
    case CWEBP_OUT_OF_MEMORY: throw .outOfMemory(file: file)
    default: throw .corrupt(file: file, format: .webp)
    }
  }
}
