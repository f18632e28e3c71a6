import CZlib

/// Zip archives byte by byte, sound ones and such as no program would write.
struct ZipBuilder {
  struct Entry {
    var name: String
    var bytes: [UInt8]
    var isDeflated = false
    /// What lies in the file; nil for what `bytes` gives.
    var stored: [UInt8]?
    var method: UInt16?
    var flags: UInt16 = 0
    var checksum: UInt32?
    var announcedByteCount: UInt32?
    var announcedCompressed: UInt32?
    /// What its own header says in place of `name`.
    var headerName: String?
    /// Sizes and checksum behind the data and not in front of it.
    var hasDescriptor = false
    /// Sizes and offset in a zip64 field of the directory.
    var isWide = false
    /// Bytes of the extra field in front of the data.
    var padding = 0
  }

  var entries: [Entry] = []
  var isWide = false
  var comment: [UInt8] = []
  /// Changes the offset of the entry's header in the directory.
  var moved: [Int: Int] = [:]
  var announcedCount: UInt16?
  var announcedDirectory: UInt32?

  init(_ entries: [Entry] = []) { self.entries = entries }

  static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    precondition(
      deflateInit2_(
        &stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        == Z_OK)
    defer { deflateEnd(&stream) }
    var source = bytes
    var result = [UInt8](repeating: 0, count: bytes.count + bytes.count / 8 + 64)
    let count = source.withUnsafeMutableBufferPointer { source in
      result.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END)
        return target.count - Int(stream.avail_out)
      }
    }
    return Array(result[..<count])
  }

  var bytes: [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for (index, entry) in entries.enumerated() {
      let data = entry.stored ?? (entry.isDeflated ? Self.deflated(entry.bytes) : entry.bytes)
      let checksum = entry.checksum ?? UInt32(truncatingIfNeeded: crc32_z(0, entry.bytes, entry.bytes.count))
      let compressed = entry.announcedCompressed ?? UInt32(data.count)
      let byteCount = entry.announcedByteCount ?? UInt32(entry.bytes.count)
      let method = entry.method ?? (entry.isDeflated ? 8 : 0)
      let flags = entry.flags | (entry.hasDescriptor ? 8 : 0)
      let offset = UInt32(file.count + (moved[index] ?? 0))
      let sizes: [UInt32] = [checksum, compressed, byteCount]
      let headerName = Array((entry.headerName ?? entry.name).utf8)
      file += UInt32(0x0403_4B50).littleEndianBytes + UInt16(20).littleEndianBytes + flags.littleEndianBytes
      file += method.littleEndianBytes + UInt32(0).littleEndianBytes
      file += sizes.flatMap { (entry.hasDescriptor ? 0 : $0).littleEndianBytes }
      file += UInt16(headerName.count).littleEndianBytes + UInt16(entry.padding).littleEndianBytes + headerName
      file += [UInt8](repeating: 0x5A, count: entry.padding) + data
      if entry.hasDescriptor { file += UInt32(0x0807_4B50).littleEndianBytes + sizes.flatMap(\.littleEndianBytes) }

      let extra =
        entry.isWide
        ? UInt16(1).littleEndianBytes + UInt16(24).littleEndianBytes
          + [byteCount, compressed, offset].flatMap { UInt64($0).littleEndianBytes } : []
      let narrow = entry.isWide ? [UInt32.max, .max, .max] : [compressed, byteCount, offset]
      directory += UInt32(0x0201_4B50).littleEndianBytes + UInt32(20).littleEndianBytes + flags.littleEndianBytes
      directory += method.littleEndianBytes + UInt32(0).littleEndianBytes + checksum.littleEndianBytes
      directory += narrow[0].littleEndianBytes + narrow[1].littleEndianBytes
      directory += UInt16(entry.name.utf8.count).littleEndianBytes + UInt16(extra.count).littleEndianBytes
      directory += [UInt8](repeating: 0, count: 10) + narrow[2].littleEndianBytes + Array(entry.name.utf8) + extra
    }
    let begin = UInt32(file.count)
    file += directory
    let count = announcedCount ?? UInt16(entries.count)
    let directoryByteCount = announcedDirectory ?? UInt32(directory.count)
    if isWide {
      let end = UInt64(file.count)
      file += UInt32(0x0606_4B50).littleEndianBytes + UInt64(44).littleEndianBytes + UInt32(45).littleEndianBytes
      file += [UInt8](repeating: 0, count: 8) + UInt64(count).littleEndianBytes + UInt64(count).littleEndianBytes
      file += UInt64(directoryByteCount).littleEndianBytes + UInt64(begin).littleEndianBytes
      file += UInt32(0x0706_4B50).littleEndianBytes + UInt32(0).littleEndianBytes + end.littleEndianBytes
      file += UInt32(1).littleEndianBytes
    }
    file += UInt32(0x0605_4B50).littleEndianBytes + UInt32(0).littleEndianBytes
    file += (isWide ? UInt16.max : count).littleEndianBytes + (isWide ? UInt16.max : count).littleEndianBytes
    file += (isWide ? UInt32.max : directoryByteCount).littleEndianBytes
    file += (isWide ? UInt32.max : begin).littleEndianBytes + UInt16(comment.count).littleEndianBytes + comment
    return file
  }
}
