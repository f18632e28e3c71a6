import CPNG

/// Decodes PNG by libpng, which hands over samples as stored; what they mean is decided here, as Pillow does.
struct PNGDecoder: FormatDecoder {
  let width: Int
  let height: Int
  let workingByteCount: Int
  private let layout: cpng_layout
  private let memory: WorkingMemory
  private let file: String

  init(_ memory: WorkingMemory, file: String) throws(ImageError) {
    var header = cpng_header()
    try Self.check(cpng_read_header(memory.start, memory.count, &header), file: file)
    (width, height) = (Int(header.width), Int(header.height))
    workingByteCount = header.working_byte_count
    layout = header.layout
    self.memory = memory
    self.file = file
  }

  func decode(into stream: RowStream) throws(ImageError) -> Bool {
    let width = width
    // Filled in by C before the first row comes.
    let palette = UnsafeMutablePointer<cpng_palette>.allocate(capacity: 1)
    defer { palette.deallocate() }
    switch layout {
    case CPNG_GREY:
      stream.convertRows { row, rgb in spreadGreys(width, into: rgb) { row[$0] } }
    case CPNG_WIDE_GREY:
      // Pillow keeps 16-bit grey as numbers and clips them at 255, where it halves the depth of every other 16-bit kind.
      stream.convertRows { row, rgb in
        spreadGreys(width, into: rgb) { row[$0 &* 2] == 0 ? row[$0 &* 2 &+ 1] : 255 }
      }
    case CPNG_INDEX:
      var table: ColorTable?
      stream.convertRows { row, rgb in
        let colors = table ?? withUnsafeBytes(of: &palette.pointee.colors) { ColorTable($0) }
        table = colors
        colors.look(up: row, count: width, into: rgb)
      }
    default: break
    }
    let status = withExtendedLifetime(stream) {
      cpng_decode(memory.start, memory.count, palette, RowStream.takeRow, stream.context)
    }
    if status == CPNG_STOPPED { return false }
    try Self.check(status, file: file)
    return true
  }

  private static func check(_ status: cpng_status, file: String) throws(ImageError) {
    switch status {
    case CPNG_OK: return
    case CPNG_TRUNCATED: throw .truncated(file: file, format: .png)
    case CPNG_OUT_OF_MEMORY: throw .outOfMemory(file: file)
    default: throw .corrupt(file: file, format: .png)
    }
  }
}
