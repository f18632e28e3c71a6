import Foundation
import Tensors
import Texts
import Workbench

/// The paths that a person types in the workbench: where they lead, and what is there.
struct SessionFiles: Sendable {
  /// Where `~` leads; nil where the environment tells no home.
  let home: String?
  /// Whether files are written for real.
  let writes: Bool
  /// Whether a file that is there is left alone until the person says otherwise; a script has nobody to ask.
  let asks: Bool

  init(home: String? = ProcessInfo.processInfo.environment["HOME"], writes: Bool = true, asks: Bool = true) {
    self.home = home.flatMap { $0.isEmpty ? nil : $0 }
    self.writes = writes
    self.asks = asks
  }

  /// The path with `~` and `~/` at its beginning replaced by the home folder.
  func expanded(_ path: String) -> String {
    guard let home, path == "~" || path.hasPrefix("~/") else { return path }
    return home + path.dropFirst()
  }

  /// The first name of its kind that no file has.
  func proposal(_ kind: FileRequest.Kind) -> String {
    guard asks else { return kind.name(1) }
    let most = 10_000
    let number = (1..<most).first { !FileManager.default.fileExists(atPath: kind.name($0)) } ?? most
    return kind.name(number)
  }

  /// What stands where a request wants to write.
  func finding(_ request: FileRequest) -> PathFinding {
    guard writes, asks else { return .free }
    let path = expanded(request.path)
    if path == request.path, path == "~" || path.hasPrefix("~/") {
      return .problem("\(request.path): HOME is not set, so ~ leads nowhere; write the folder in full")
    }
    if request.kind == .screen, PictureFormat(path: path) == nil {
      return .problem("\(PictureFormat.Unknown(path: request.path.printable))")
    }
    do throws(AtomicFileError) { try AtomicFile.check(path) } catch { return .problem(error.description) }
    return FileManager.default.fileExists(atPath: path) ? .fileExists : .free
  }

  /// The paths, as they would be typed, that begin like `text`; folders end in a slash.
  ///
  /// Names that cannot be shown on a line are left out, and so are hidden ones that were not asked for.
  func completions(of text: String) -> [String] {
    if text == "~" { return home == nil ? [] : ["~/"] }
    let slash = text.lastIndex(of: "/")
    let folder = slash.map { String(text[...$0]) } ?? ""
    let beginning = slash.map { String(text[text.index(after: $0)...]) } ?? text
    let place = folder.isEmpty ? "." : expanded(folder)
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: place) else { return [] }
    let found = names.filter { name in
      name.hasPrefix(beginning) && name.printable == name && (!name.hasPrefix(".") || beginning.hasPrefix("."))
    }
    return found.sorted().map { name in
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: place + "/" + name, isDirectory: &isFolder)
      return folder + name + (isFolder.boolValue ? "/" : "")
    }
  }

  /// Writes what a request asks for; a file that came there since it was checked stays.
  func write(_ request: FileRequest, _ write: (String) throws -> Void) throws {
    guard writes else { return }
    let path = expanded(request.path)
    if asks, !request.overwrites, FileManager.default.fileExists(atPath: path) {
      throw Failure.failed("\(request.path) was not written: a file of that name came there meanwhile")
    }
    try write(path)
  }
}
