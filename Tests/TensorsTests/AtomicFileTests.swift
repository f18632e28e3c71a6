import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct AtomicFileTests {
  let folder = TemporaryFolder()

  private func contents(_ name: String) throws -> String {
    try String(contentsOfFile: folder.path(name), encoding: .utf8)
  }

  private var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] }

  @Test func replacesTheFileAndLeavesNothingElse() throws {
    try AtomicFile.write("old", to: folder.path("a"))
    try AtomicFile.write(Array("new".utf8), to: folder.path("a"))
    #expect(try contents("a") == "new")
    #expect(names == ["a"])
  }

  @Test func missingFolder() {
    let path = folder.path("none/a")
    #expect(throws: AtomicFileError.folderMissing(file: path)) { try AtomicFile.write("x", to: path) }
  }

  @Test func fileInsteadOfFolder() throws {
    try AtomicFile.write("x", to: folder.path("a"))
    let path = folder.path("a/b")
    #expect(throws: AtomicFileError.folderMissing(file: path)) { try AtomicFile.write("x", to: path) }
  }

  @Test func folderInsteadOfFile() throws {
    try FileManager.default.createDirectory(atPath: folder.path("a"), withIntermediateDirectories: true)
    let path = folder.path("a")
    #expect(throws: AtomicFileError.targetIsFolder(file: path)) { try AtomicFile.write("x", to: path) }
    #expect(names == ["a"])
  }

  /// A rename would replace the pipe, or a device such as /dev/null where the user may.
  @Test func pipeInsteadOfFile() throws {
    let path = folder.path("a")
    #expect(mkfifo(path, 0o600) == 0)
    #expect(throws: AtomicFileError.targetIsNotAFile(file: path)) { try AtomicFile.write("x", to: path) }
    #expect(throws: AtomicFileError.targetIsNotAFile(file: path)) { try AtomicFile.check(path) }
    #expect(names == ["a"])
  }

  @Test func checkLeavesNothing() throws {
    try AtomicFile.check(folder.path("a"))
    let path = folder.path("none/a")
    #expect(throws: AtomicFileError.folderMissing(file: path)) { try AtomicFile.check(path) }
    #expect(names == [])
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may write to read-only folders"))
  func readOnlyFolder() throws {
    try AtomicFile.write("old", to: folder.path("a"))
    chmod(folder.path, 0o500)
    defer { chmod(folder.path, 0o700) }
    let path = folder.path("a")
    #expect(throws: AtomicFileError.notWritable(file: path)) { try AtomicFile.write("x", to: path) }
    #expect(try contents("a") == "old")
  }

  @Test func everyMessageNamesTheFileAndSaysWhatToDo() {
    let errors: [AtomicFileError] = [
      .folderMissing(file: "f.json"), .targetIsFolder(file: "f.json"), .targetIsNotAFile(file: "f.json"),
      .notWritable(file: "f.json"),
      .diskFull(file: "f.json"), .system(file: "f.json", errorNumber: EIO),
    ]
    #expect(
      errors.map(\.description) == [
        "f.json cannot be written: its folder does not exist; create the folder first",
        "f.json cannot be written: it is a folder; name a file in it",
        "f.json cannot be written: it is a device or a pipe; name a file",
        "f.json cannot be written: no permission to write there; choose another folder",
        "f.json cannot be written: the disk is full; free some space",
        "f.json cannot be written: Input/output error",
      ])
  }
}
