import SystemPackage

/// What a file's name says of its contents; an image is then told from its first bytes.
enum ImageKind {
  /// Endings of files that are opened as images.
  static let endings: Set<String> = [
    "jpg", "jpeg", "jpe", "jfif", "png", "webp", "bmp", "gif", "tif", "tiff",
  ]

  /// Endings of pictures that are not.
  static let foreignEndings: Set<String> = [
    "heic", "heif", "avif", "jxl", "jp2", "j2k", "jpx", "svg", "psd", "xcf", "raw", "dng", "cr2", "cr3", "nef", "arw", "orf",
    "rw2", "tga", "ico", "ppm", "pgm", "pbm", "pnm", "exr", "hdr", "dds", "eps", "dcm",
  ]

  /// In lower case; empty where there is none.
  static func ending(of name: FilePath) -> String { name.extension?.lowercased() ?? "" }

  static func isImage(_ name: FilePath) -> Bool { endings.contains(ending(of: name)) }

  /// Whether the file is a picture by its name, of whatever kind.
  static func isPicture(_ name: FilePath) -> Bool { isImage(name) || foreignEndings.contains(ending(of: name)) }

  /// Whether the file may be a list that somebody wrote, of labels or of classes.
  static func isList(_ name: FilePath) -> Bool { ["txt", "csv", "tsv", "json"].contains(ending(of: name)) }

  /// Why a file that is no image by its name is left out.
  static func reason(toSkip name: FilePath) -> String {
    let ending = ending(of: name)
    if foreignEndings.contains(ending) {
      return "is a picture in \(ending.uppercased()), which is not read; convert it to PNG or JPEG"
    }
    return ending.isEmpty ? "has no ending that names an image" : "is no image by its ending"
  }
}
