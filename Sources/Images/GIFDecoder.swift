import CGIF

/// Decodes the first image of a GIF by giflib, on its screen.
///
/// The screen begins as Pillow's does: of the transparent index, else of index 0.
struct GIFDecoder: FormatDecoder {
  let width: Int
  let height: Int
  private let header: cgif_header
  private let colors: ColorTable
  private let memory: WorkingMemory
  private let file: String

  init(_ memory: WorkingMemory, file: String) throws(ImageError) {
    var header = cgif_header()
    try Self.check(cgif_read_header(memory.start, memory.count, &header), file: file)
    guard header.frame_width > 0, header.frame_height > 0 else { throw .corrupt(file: file, format: .gif) }
    // An image may reach beyond the screen, which then grows.
    width = max(Int(header.width), Int(header.left) + Int(header.frame_width))
    height = max(Int(header.height), Int(header.top) + Int(header.frame_height))
    let colorCount = Int(header.color_count)
    let given = withUnsafeBytes(of: &header.colors) { ColorTable($0.prefix(colorCount * 3)) }
    colors = given.isGrey(upTo: colorCount) ? .greys : given
    self.header = header
    self.memory = memory
    self.file = file
  }

  /// The indices of the image, whose rows come in another order where it is interlaced.
  var workingByteCount: Int { Int(header.frame_width) * (Int(header.frame_height) + 1) + width }

  /// Rows of indices, each put in its place.
  private final class Frame {
    let indices: WorkingMemory
    let width: Int
    let stream: RowStream

    init(indices: WorkingMemory, width: Int, stream: RowStream) {
      (self.indices, self.width, self.stream) = (indices, width, stream)
    }
  }

  func decode(into stream: RowStream) throws(ImageError) -> Bool {
    let frameWidth = Int(header.frame_width)
    let indices = try WorkingMemory(byteCount: frameWidth * Int(header.frame_height), file: file)
    let line = try WorkingMemory(byteCount: frameWidth, file: file)
    let frame = Frame(indices: indices, width: frameWidth, stream: stream)
    let status = withExtendedLifetime(frame) {
      cgif_decode(
        memory.start, memory.count, line.start,
        { context, row, y in
          guard let context, let row else { return 0 }
          // `frame` is held by the caller until C returns.
          let frame = Unmanaged<Frame>.fromOpaque(context).takeUnretainedValue()
          (frame.indices.start + Int(y) * frame.width).update(from: row, count: frame.width)
          return frame.stream.take(nil) ? 1 : 0
        }, Unmanaged.passUnretained(frame).toOpaque())
    }
    if status == CGIF_STOPPED { return false }
    try Self.check(status, file: file)
    return send(indices, to: stream)
  }

  private func send(_ indices: WorkingMemory, to stream: RowStream) -> Bool {
    stream.convertRows { [colors, width] row, rgb in colors.look(up: row, count: width, into: rgb) }
    return stream.take(
      frame: indices.start, lineByteCount: Int(header.frame_width), left: Int(header.left),
      rows: Int(header.top)..<Int(header.top + header.frame_height), canvasLineByteCount: width, canvasHeight: height,
      background: header.transparent >= 0 ? UInt8(truncatingIfNeeded: header.transparent) : 0)
  }

  private static func check(_ status: cgif_status, file: String) throws(ImageError) {
    switch status {
    case CGIF_OK: return
    case CGIF_TRUNCATED: throw .truncated(file: file, format: .gif)
    case CGIF_OUT_OF_MEMORY: throw .outOfMemory(file: file)
    default: throw .corrupt(file: file, format: .gif)
    }
  }
}
