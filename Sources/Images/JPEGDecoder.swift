import CJPEG

/// Decodes JPEG by libjpeg with its defaults: exact integer DCT and smooth upsampling of colour.
struct JPEGDecoder: FormatDecoder {
  let width: Int
  let height: Int
  let workingByteCount: Int
  private let componentCount: Int
  private let memory: WorkingMemory
  private let file: String

  init(_ memory: WorkingMemory, file: String) throws(ImageError) {
    var header = cjpeg_header()
    let status = cjpeg_read_header(memory.start, memory.count, &header)
    try Self.check(status, file: file)
    (width, height) = (Int(header.width), Int(header.height))
    componentCount = Int(header.component_count)
    workingByteCount = header.working_byte_count
    self.memory = memory
    self.file = file
    guard [1, 3, 4].contains(componentCount) else { throw .unknownComponents(file: file, count: componentCount) }
    if header.has_several_scans != 0 {
      let scanCount = JPEGScans.count(in: memory.bytes)
      guard scanCount <= scanLimit else {
        throw .tooManyScans(file: file, count: scanCount, width: width, height: height, limit: scanLimit)
      }
    }
  }

  /// At least as many as the usual ten, whatever the extents.
  private var scanLimit: Int { max(ImageLimits.scannedPixelCount / max(width * height, 1), 12) }

  func decode(into stream: RowStream) throws(ImageError) -> Bool {
    // Grey comes out of libjpeg as RGB.
    if componentCount == 4 {
      stream.convertRows { [width] in CMYK.convert($0, isInverted: true, pixelCount: width, into: $1) }
    }
    let status = withExtendedLifetime(stream) {
      cjpeg_decode(memory.start, memory.count, Int32(clamping: scanLimit), RowStream.takeRow, stream.context)
    }
    if status == CJPEG_STOPPED { return false }
    try Self.check(status, file: file)
    return true
  }

  private static func check(_ status: cjpeg_status, file: String) throws(ImageError) {
    switch status {
    case CJPEG_OK: return
    case CJPEG_TRUNCATED: throw .truncated(file: file, format: .jpeg)
    case CJPEG_OUT_OF_MEMORY: throw .outOfMemory(file: file)
    case CJPEG_UNREAD_KIND:
      throw .unreadKind(file: file, format: .jpeg, what: "samples or a coding that only special programs read")
    default: throw .corrupt(file: file, format: .jpeg)
    }
  }
}

/// The scans of a JPEG, counted without decoding.
enum JPEGScans {
  /// How many scans the bytes can begin at most: each begins with the marker FF DA.
  ///
  /// The segments before the first scan are passed over, since a preview in them has scans of its own. Within the data
  /// of a scan, FF is always followed by 0 or by a marker.
  static func count(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var position = 2
    while position + 4 <= bytes.count, bytes[position] == 0xFF, bytes[position + 1] != 0xDA {
      // Bytes FF may fill the space before a marker.
      if bytes[position + 1] == 0xFF {
        position += 1
      } else {
        position += 2 + Int(bytes[position + 2]) << 8 + Int(bytes[position + 3])
      }
    }
    var count = 0
    var wasMarker = false
    for byte in bytes.dropFirst(min(position, bytes.count)) {
      if wasMarker && byte == 0xDA { count += 1 }
      wasMarker = byte == 0xFF
    }
    return count
  }
}
