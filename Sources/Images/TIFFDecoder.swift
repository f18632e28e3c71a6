import CTIFF

/// Decodes the first image of a TIFF by libtiff; what its samples mean is decided here, as Pillow does.
///
/// The image is held as a whole, since strips, tiles, planes and its orientation bring pixels in any order.
struct TIFFDecoder: FormatDecoder {
  let width: Int
  let height: Int
  private let layout: TIFFLayout
  private let reader: TIFFReader
  private let file: String

  init(_ memory: WorkingMemory, file: String) throws(ImageError) {
    reader = try TIFFReader(memory, file: file)
    layout = try TIFFLayout(reader, file: file)
    self.file = file
    (width, height) = layout.turnsSides ? (layout.height, layout.width) : (layout.width, layout.height)
  }

  /// The pixels, a strip or tile as it is decoded, and libtiff's own while it decodes one.
  var workingByteCount: Int { layout.width * layout.height * 3 + layout.partByteCount * 2 + width * 3 }

  func decode(into stream: RowStream) throws(ImageError) -> Bool {
    let pixels = try WorkingMemory(byteCount: layout.width * layout.height * 3, file: file)
    let part = try WorkingMemory(byteCount: layout.partByteCount, file: file)
    for plane in 0..<layout.planeCount {
      for top in stride(from: 0, to: layout.height, by: layout.partHeight) {
        for left in stride(from: 0, to: layout.width, by: layout.partWidth) {
          guard stream.take(nil) else { return false }
          try reader.read(part, layout, left: left, top: top, plane: plane)
          write(part, left: left, top: top, plane: plane, into: pixels)
        }
      }
    }
    return send(pixels, to: stream)
  }

  /// Puts the pixels of a strip or tile in their place.
  private func write(_ part: WorkingMemory, left: Int, top: Int, plane: Int, into pixels: WorkingMemory) {
    let rowCount = min(layout.partHeight, layout.height - top)
    let count = min(layout.partWidth, layout.width - left)
    for row in 0..<rowCount {
      let target = pixels.start + ((top + row) * layout.width + left) * 3
      layout.convert(part.start, row: row, rowCount: rowCount, count: count, plane: plane, into: target)
    }
  }

  /// Sends the rows as the orientation wants them seen.
  private func send(_ pixels: WorkingMemory, to stream: RowStream) -> Bool {
    let orientation = layout.orientation
    if orientation == 1 {
      for y in 0..<height where !stream.take(pixels.start + y * width * 3) { return false }
      return true
    }
    var line = [UInt8](repeating: 0, count: width * 3)
    return line.withUnsafeMutableBufferPointer { line in
      for y in 0..<height {
        for x in 0..<width {
          // 2, 3, 7 and 8 count the file's columns from the right, 3, 4, 6 and 7 its rows from below; from 5 on they change
          // places.
          var (column, row) = layout.turnsSides ? (y, x) : (x, y)
          if [2, 3, 7, 8].contains(orientation) { column = layout.width - 1 - column }
          if [3, 4, 6, 7].contains(orientation) { row = layout.height - 1 - row }
          (line.baseAddress! + x * 3).update(from: pixels.start + (row * layout.width + column) * 3, count: 3)
        }
        if !stream.take(line.baseAddress!) { return false }
      }
      return true
    }
  }
}
