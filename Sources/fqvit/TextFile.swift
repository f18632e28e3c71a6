import Foundation
import Tensors
import Texts

/// A text that a person wrote or keeps, read whole once its size is known to be sane.
enum TextFile {
  static let byteLimit = 16 << 20

  /// Without a byte-order mark and with a line feed after each line, whatever editor saved it.
  static func text(of path: String) throws(Failure) -> String {
    let bytes = try bytes(of: path)
    do throws(TextLines.Problem) { return try TextLines.text(bytes) } catch { throw .failed("\(path.printable) \(error)") }
  }

  static func lines(of path: String) throws(Failure) -> [TextLines.Line] {
    let bytes = try bytes(of: path)
    do throws(TextLines.Problem) {
      return try TextLines(bytes).lines
    } catch { throw .failed("\(path.printable) \(error)") }
  }

  private static func bytes(of path: String) throws(Failure) -> [UInt8] {
    do throws(RegularFile.Failure) {
      return try RegularFile.bytes(of: path, limit: byteLimit)
    } catch {
      throw .failed("\(path.printable) \(error.explanation)")
    }
  }
}
