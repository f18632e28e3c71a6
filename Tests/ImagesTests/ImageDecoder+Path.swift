import Images
import SystemPackage

extension ImageDecoder {
  static func decode(path: String) throws(ImageError) -> RGBImage { try decode(path: FilePath(path)) }
}
