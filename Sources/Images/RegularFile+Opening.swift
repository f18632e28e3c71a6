import Foundation
import SystemPackage
import Tensors

extension RegularFile {
  /// The file at `path`, whose name need not be UTF-8.
  static func opening(_ path: FilePath) throws(ImageError) -> RegularFile {
    let descriptor = path.withPlatformString { open($0, openFlags) }
    guard descriptor >= 0 else {
      throw errno == ENOENT
        ? .missing(file: path.printable) : .cannotRead(file: path.printable, errorNumber: errno)
    }
    do throws(Failure) { return try RegularFile(descriptor: descriptor) } catch {
      throw ImageError(error, file: path.printable)
    }
  }
}

extension ImageError {
  init(_ failure: RegularFile.Failure, file: String) {
    self =
      switch failure {
      case .missing, .linkToNothing: .missing(file: file)
      case .notAFile: .notAFile(file: file)
      case .changed: .changed(file: file)
      case .tooLarge(let byteCount, let limit): .tooLarge(file: file, byteCount: byteCount, limit: limit)
      case .system(let errorNumber): .cannotRead(file: file, errorNumber: errorNumber)
      }
  }
}
