import CGIF
import CJPEG
import CPNG
import CTIFF
import CWebP

/// The libraries that read image files; another release may give other pixels, or read files that this one does not.
package enum ImageLibraries {
  /// Each library's release, as the loaded library tells it; giflib does not, so that is the one compiled against.
  package static let versions: String = {
    func text(_ words: UnsafePointer<CChar>?) -> String { words.map { String(cString: $0) } ?? "unknown" }
    let png = cpng_version()
    let webp = WebPGetDecoderVersion()
    let tiff = text(TIFFGetVersion()).split(separator: "\n").first.map(String.init) ?? "unknown"
    return [
      "JPEG \(text(cjpeg_version())) (\(text(cjpeg_copyright()).prefix { $0 != "\n" }))",
      "PNG \(png / 10000).\(png / 100 % 100).\(png % 100)",
      "WebP \(webp >> 16).\(webp >> 8 & 255).\(webp & 255)",
      "GIF \(GIFLIB_MAJOR).\(GIFLIB_MINOR).\(GIFLIB_RELEASE)",
      "TIFF \(tiff)",
    ].joined(separator: ", ")
  }()
}
