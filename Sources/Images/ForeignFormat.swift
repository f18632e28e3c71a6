import Texts

/// Kinds of file that lie in image folders and are not read, so that a message can name them and the way out.
package enum ForeignFormat: String, Sendable, CaseIterable {
  case heif = "a HEIC image"
  case avif = "an AVIF image"
  case jpegXL = "a JPEG XL image"
  case jpeg2000 = "a JPEG 2000 image"
  case svg = "an SVG drawing"
  case photoshop = "a Photoshop document"
  case icon = "a Windows icon"
  case portableAnymap = "a PNM image"
  case radiance = "a Radiance HDR image"
  case openEXR = "an OpenEXR image"
  case directDraw = "a DirectDraw surface"
  case qoi = "a QOI image"
  case gimp = "a GIMP document"
  case dicom = "a DICOM image"
  case pdf = "a PDF document"
  case postScript = "a PostScript document"
  case video = "a video"
  case archive = "an archive"
  case numpy = "a NumPy array"
  case webPage = "a web page"
  case lfsPointer = "a pointer of git-lfs"

  /// What to do with such a file.
  var remedy: String {
    switch self {
    case .archive: "unpack it"
    case .video: "take its frames as PNG or JPEG"
    case .webPage: "download the image itself"
    case .lfsPointer: "run 'git lfs pull'"
    default: "convert it to PNG or JPEG"
    }
  }

  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    if let format = Self(mediaBrandOf: bytes) ?? Self(markupOf: bytes) {
      self = format
      return
    }
    if GitLFSPointer.matches(bytes) {
      self = .lfsPointer
      return
    }
    for (format, signature) in Self.signatures where signature.matches(bytes) {
      self = format
      return
    }
    return nil
  }

  /// ISO media files: HEIC, AVIF and videos share a container and differ in the brand at byte 8.
  private init?(mediaBrandOf bytes: UnsafeBufferPointer<UInt8>) {
    guard FileSignature("", "ftyp", at: 4).matches(bytes), bytes.count >= 12 else { return nil }
    switch String(decoding: bytes[8..<12], as: UTF8.self) {
    case "avif", "avis": self = .avif
    case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1": self = .heif
    case "jxl ": self = .jpegXL
    case "jp2 ", "jpx ", "jpm ": self = .jpeg2000
    default: self = .video
    }
  }

  private init?(markupOf bytes: UnsafeBufferPointer<UInt8>) {
    var start = String(decoding: bytes.prefix(1024), as: UTF8.self)[...]
    if start.hasPrefix("\u{FEFF}") { start = start.dropFirst() }
    let text = start.drop { $0.isWhitespace }.lowercased()
    if text.hasPrefix("<svg") || text.hasPrefix("<?xml") && text.contains("<svg") {
      self = .svg
    } else if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") {
      self = .webPage
    } else {
      return nil
    }
  }

  private static let signatures: [(ForeignFormat, FileSignature)] = [
    (.jpegXL, FileSignature([0xFF, 0x0A])),
    (.jpegXL, FileSignature("\0\0\0\u{C}JXL ")),
    (.jpeg2000, FileSignature("\0\0\0\u{C}jP  ")),
    (.jpeg2000, FileSignature([0xFF, 0x4F, 0xFF, 0x51])),
    (.photoshop, FileSignature("8BPS")),
    (.icon, FileSignature([0, 0, 1, 0])),
    (.icon, FileSignature([0, 0, 2, 0])),
    (.radiance, FileSignature("#?RADIANCE")),
    (.openEXR, FileSignature([0x76, 0x2F, 0x31, 0x01])),
    (.directDraw, FileSignature("DDS ")),
    (.qoi, FileSignature("qoif")),
    (.gimp, FileSignature("gimp xcf")),
    (.dicom, FileSignature("", "DICM", at: 128)),
    (.pdf, FileSignature("%PDF")),
    (.postScript, FileSignature("%!PS")),
    (.postScript, FileSignature([0xC5, 0xD0, 0xD3, 0xC6])),
    (.video, FileSignature([0x1A, 0x45, 0xDF, 0xA3])),
    (.video, FileSignature("RIFF", "AVI ", at: 8)),
    (.archive, FileSignature([0x50, 0x4B, 0x03, 0x04])),
    (.archive, FileSignature([0x1F, 0x8B])),
    (.archive, FileSignature([0x37, 0x7A, 0xBC, 0xAF])),
    (.archive, FileSignature("Rar!")),
    (.archive, FileSignature("BZh")),
    (.archive, FileSignature([0xFD, 0x37, 0x7A, 0x58, 0x5A])),
    (.archive, FileSignature("", "ustar", at: 257)),
    (.numpy, FileSignature([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59])),
  ] + (1...7).map { (.portableAnymap, FileSignature("P\($0)\n")) } + (1...7).map { (.portableAnymap, FileSignature("P\($0) ")) }
}
