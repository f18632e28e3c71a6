import Foundation
import Locks
import Tensors
import Texts
import Workbench

/// The paths that a person types in the workbench: where they lead, and what is there.
struct SessionFiles: Sendable {
  /// Where `~` leads; nil where the environment tells no home.
  let home: String?
  private let writing: Writing
  /// What this session wrote, which it may write again.
  private let written = Guarded<Set<String>>([])

  /// Whether files are written, and what becomes of those that are there.
  enum Writing: Sendable {
    /// A person is asked about each.
    case asking
    /// A script, which has nobody to ask, leaves them alone, or replaces them, or writes nothing at all.
    case new, replacing, nothing
  }

  init(_ writing: Writing, home: String? = ProcessInfo.processInfo.environment["HOME"]) {
    self.writing = writing
    self.home = home.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The path with `~` and `~/` at its beginning replaced by the home folder.
  func expanded(_ path: String) -> String {
    guard let home, path == "~" || path.hasPrefix("~/") else { return path }
    return home + path.dropFirst()
  }

  /// The first name of its kind that no file has.
  func proposal(_ kind: FileRequest.Kind) -> String {
    guard writing == .asking else { return kind.name(1) }
    let most = 10_000
    let number = (1..<most).first { !FileManager.default.fileExists(atPath: kind.name($0)) } ?? most
    return kind.name(number)
  }

  /// What stands where a request wants to write.
  func finding(_ request: FileRequest) -> PathFinding {
    if writing == .nothing { return .free }
    let path = expanded(request.path)
    if path == request.path, path == "~" || path.hasPrefix("~/") {
      return .problem("\(request.path): HOME is not set, so ~ leads nowhere; write the folder in full")
    }
    if request.kind == .screen, PictureFormat(path: path) == nil {
      return .problem("\(PictureFormat.Unknown(path: request.path.printable))")
    }
    do throws(AtomicFileError) { try AtomicFile.check(path) } catch { return .problem(error.description) }
    guard FileManager.default.fileExists(atPath: path) else { return .free }
    switch writing {
    case .asking: return .fileExists
    case .new where !written.withLock({ $0.contains(path) }): return .problem(Self.refusal(request))
    case .new, .replacing, .nothing: return .free
    }
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
    if writing == .nothing { return }
    let path = expanded(request.path)
    if FileManager.default.fileExists(atPath: path) {
      switch writing {
      case .asking where !request.overwrites:
        throw Failure.failed("\(request.path) was not written: a file of that name came there meanwhile")
      case .new where !written.withLock({ $0.contains(path) }): throw Failure.failed(Self.refusal(request))
      case .asking, .new, .replacing, .nothing: break
      }
    }
    try write(path)
    written.withLock { _ = $0.insert(path) }
  }

  private static func refusal(_ request: FileRequest) -> String {
    "\(request.path) exists and is left as it is; give --force to replace it"
  }
}
