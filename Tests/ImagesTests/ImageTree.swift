import Foundation
import Images
import SystemPackage
import TestSupport

/// A folder of files for a test of listing, where a file's contents do not matter.
struct ImageTree {
  let folder = TemporaryFolder()
  var root: String { folder.path + "/set" }

  init() throws { try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true) }

  func add(_ files: String...) throws { try add(files) }

  func add(_ files: [String]) throws { for file in files { try write(file, to: file) } }

  func write(_ text: String, to file: String) throws { try write(Array(text.utf8), to: Array(file.utf8)) }

  /// Names in bytes, which need not be UTF-8.
  func write(_ contents: [UInt8], to file: [UInt8]) throws {
    let path = bytes(of: file)
    var parent = path
    while let last = parent.popLast(), last != UInt8(ascii: "/") {}
    try makeFolder(parent)
    let descriptor = (path + [0]).withUnsafeBytes { open($0.assumingMemoryBound(to: CChar.self).baseAddress!, O_CREAT | O_WRONLY | O_TRUNC, 0o644) }
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    defer { close(descriptor) }
    _ = contents.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
  }

  private func bytes(of file: [UInt8]) -> [UInt8] { Array(root.utf8) + [UInt8(ascii: "/")] + file }

  private func makeFolder(_ path: [UInt8]) throws {
    let isThere = (path + [0]).withUnsafeBytes { access($0.assumingMemoryBound(to: CChar.self).baseAddress!, F_OK) == 0 }
    if isThere { return }
    var parent = path
    while let last = parent.popLast(), last != UInt8(ascii: "/") {}
    try makeFolder(parent)
    _ = (path + [0]).withUnsafeBytes { mkdir($0.assumingMemoryBound(to: CChar.self).baseAddress!, 0o755) }
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: root + "/" + name, withDestinationPath: target)
  }

  func list(classCount: Int, model: ClassList? = nil) throws(ListingError) -> LabelledImages {
    try LabelledImages(folder: root, classCount: classCount, modelClasses: model)
  }

  /// Labels by name, `-` where there is none.
  func labels(classCount: Int, model: ClassList? = nil) throws -> [String] {
    try list(classCount: classCount, model: model).images.map { "\($0.name) \($0.label.map(String.init) ?? "-")" }
  }

  /// The line that says why the folder is refused.
  func refusal(classCount: Int, model: ClassList? = nil) -> String {
    do throws(ListingError) {
      _ = try list(classCount: classCount, model: model)
      return "accepted"
    } catch { return error.description }
  }
}

extension ClassList {
  /// A model's own names.
  static func model(_ names: [String]...) -> ClassList {
    ClassList(
      name: "the model's id2label", place: "config.json (id2label)",
      entries: names.map { Entry(names: $0, synonyms: $0.flatMap(synonyms), title: $0[0]) })
  }
}
