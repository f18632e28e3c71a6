import CTIFF

/// libtiff on a file in memory.
final class TIFFReader {
  /// Once for the program, as libtiff wants it.
  private static let silence: Void = ctiff_silence()

  private(set) var header = ctiff_header()
  private let tiff: OpaquePointer
  private let source: UnsafeMutablePointer<ctiff_source>
  private let memory: WorkingMemory
  private let file: String

  init(_ memory: WorkingMemory, file: String) throws(ImageError) {
    _ = Self.silence
    source = .allocate(capacity: 1)
    source.initialize(
      to: ctiff_source(bytes: memory.start, byte_count: UInt64(memory.count), position: 0))
    guard let tiff = ctiff_open(source, UInt64(ImageLimits.workingByteCount)) else {
      source.deallocate()
      throw .corrupt(file: file, format: .tiff)
    }
    self.tiff = tiff
    self.memory = memory
    self.file = file
    guard ctiff_read_header(tiff, &header) != 0 else { throw .corrupt(file: file, format: .tiff) }
  }

  deinit {
    TIFFClose(tiff)
    source.deallocate()
  }

  /// The colours of an image of indices.
  func colors() throws(ImageError) -> ColorTable {
    let count = 1 << Int(header.bits)
    var colors = [UInt8](repeating: 0, count: count * 3)
    guard ctiff_read_colors(tiff, Int32(count), &colors) != 0 else { throw .corrupt(file: file, format: .tiff) }
    return ColorTable(colors)
  }

  /// Decodes the strip or tile whose first pixel is (left, top).
  func read(_ part: WorkingMemory, _ layout: TIFFLayout, left: Int, top: Int, plane: Int) throws(ImageError) {
    let (x, y) = (UInt32(left), UInt32(top))
    let status =
      layout.isColoredByLibrary
      ? part.start.withMemoryRebound(to: UInt32.self, capacity: part.count / 4) {
        ctiff_read_colored_part(tiff, &header, x, y, $0)
      }
      : ctiff_read_part(tiff, &header, x, y, UInt16(plane), part.start, UInt64(part.count))
    switch status {
    case CTIFF_OK: return
    case CTIFF_OUT_OF_MEMORY: throw .outOfMemory(file: file)
    default: throw .corrupt(file: file, format: .tiff)
    }
  }
}
