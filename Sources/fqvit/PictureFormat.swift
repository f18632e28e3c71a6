import Foundation

/// What a picture of the screen is written as, by the ending of its file's name.
enum PictureFormat: CaseIterable {
  case svg
  case text

  /// Nil for an ending of another format, which would promise what the file does not hold.
  init?(path: String) {
    // Of a name that is an ending and nothing else, too.
    let name = (path as NSString).lastPathComponent
    switch name.lastIndex(of: ".").map({ name[name.index(after: $0)...].lowercased() }) ?? "" {
    case "svg": self = .svg
    case "txt", "": self = .text
    default: return nil
    }
  }

  /// Why a file cannot be written: one that ends otherwise.
  struct Unknown: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path): pictures are written as SVG or as text; end the name in .svg or .txt" }
  }
}
