import CJPEG

/// Decodes JPEG by libjpeg with its defaults: exact integer DCT and smooth upsampling of colour.
enum JPEGDecoder {
  static func decode(_ bytes: [UInt8], file: String) throws(ImageError) -> RGBImage {
    var header = cjpeg_header()
    try check(cjpeg_read_header(bytes, bytes.count, &header), file: file)
    let (width, height) = (Int(header.width), Int(header.height))
    try ImageDecoder.checkExtents(width: width, height: height, file: file)
    let componentCount = Int(header.component_count)
    guard [1, 3, 4].contains(componentCount) else { throw .unknownComponents(file: file, count: componentCount) }

    // Grey comes out of libjpeg as RGB.
    let byteCount = width * height * max(componentCount, 3)
    var status = CJPEG_OK
    let decoded = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, initializedCount in
      status = cjpeg_decode(bytes, bytes.count, buffer.baseAddress, byteCount)
      initializedCount = status == CJPEG_OK ? byteCount : 0
    }
    try check(status, file: file)
    return RGBImage(
      width: width, height: height, pixels: componentCount == 4 ? InvertedCMYK.rgbPixels(decoded) : decoded)
  }

  private static func check(_ status: cjpeg_status, file: String) throws(ImageError) {
    switch status {
    case CJPEG_OK: return
    case CJPEG_TRUNCATED: throw .truncated(file: file, format: .jpeg)
    case CJPEG_OUT_OF_MEMORY: throw .outOfMemory(file: file)
    default: throw .corrupt(file: file, format: .jpeg)
    }
  }
}
