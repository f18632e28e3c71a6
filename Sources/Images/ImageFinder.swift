import SystemPackage
import Texts

/// Finds the files that a list names, also where the names on disk differ in how they are written.
///
/// A list and a disk may spell one name in two ways: composed and decomposed Unicode, UTF-8 and Latin-1, `.jpg` and `.JPG`,
/// slashes and backslashes, with and without an ending. A name that fits several files is not found.
struct ImageFinder {
  let root: FilePath
  private var indices: [FilePath: FolderIndex] = [:]

  init(root: FilePath) { self.root = root }

  /// The file's path, or nil.
  mutating func find(_ name: FilePath) -> FilePath? {
    let exact = root.pushing(name)
    if FileKind(of: exact) != .absent { return exact }
    if let found = search(name) { return found }
    let bytes = name.bytes
    guard bytes.contains(UInt8(ascii: "\\")) else { return nil }
    return search(FilePath(bytes: bytes.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }))
  }

  private mutating func search(_ name: FilePath) -> FilePath? {
    var path = name.isAbsolute ? FilePath("/") : root
    for (index, component) in name.components.enumerated() {
      let component = FilePath(root: nil, [component])
      let exact = path.pushing(component)
      if FileKind(of: exact) != .absent {
        path = exact
        continue
      }
      let isLast = index == name.components.count - 1
      guard let found = self.index(of: path).find(component.readAsText, allowsOtherEnding: isLast) else { return nil }
      path = path.pushing(found)
    }
    return path
  }

  private mutating func index(of folder: FilePath) -> FolderIndex {
    if let known = indices[folder] { return known }
    let index = FolderIndex(folder)
    indices[folder] = index
    return index
  }
}

/// The names in one folder, by what they may be called. Swift compares text by meaning, so composed and decomposed letters
/// are equal.
private struct FolderIndex {
  private var names: [String: [FilePath]] = [:]
  private var lowercased: [String: [FilePath]] = [:]
  private var stems: [String: [FilePath]] = [:]

  init(_ folder: FilePath) {
    // A folder that cannot be listed has nothing to find.
    guard let contents = try? FolderContents(folder) else { return }
    for name in contents.files + contents.folders {
      let text = name.readAsText
      names[text, default: []].append(name)
      lowercased[text.lowercased(), default: []].append(name)
    }
    for name in contents.files where ImageKind.isImage(name) {
      let stem = name.removingLastEnding.readAsText
      stems[stem, default: []].append(name)
    }
  }

  func find(_ text: String, allowsOtherEnding: Bool) -> FilePath? {
    for found in [names[text], lowercased[text.lowercased()]] {
      if let found { return found.count == 1 ? found[0] : nil }
    }
    guard allowsOtherEnding, !ImageKind.isImage(FilePath(text)), let found = stems[text], found.count == 1 else {
      return nil
    }
    return found[0]
  }
}

extension FilePath {
  /// The path as text to compare: bytes that are no UTF-8 are read as Latin-1, as old archives mean them.
  var readAsText: String {
    let bytes = bytes
    return String(validating: bytes, as: UTF8.self)
      ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }

  fileprivate var removingLastEnding: FilePath {
    var path = self
    path.extension = nil
    return path
  }
}
