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

  private func permissions(_ name: String) -> mode_t? {
    var status = stat()
    return stat(folder.path(name), &status) == 0 ? status.st_mode & 0o7777 : nil
  }

  @Test(arguments: [0o600, 0o640, 0o755] as [mode_t])
  func permissionsStay(mode: mode_t) throws {
    try AtomicFile.write("old", to: folder.path("a"))
    chmod(folder.path("a"), mode)
    try AtomicFile.write("new", to: folder.path("a"))
    #expect(try contents("a") == "new")
    #expect(permissions("a") == mode)
  }

  /// Not by changing the umask, which is the whole process's.
  @Test func aNewFileHasWhatTheUmaskLeaves() throws {
    let descriptor = open(folder.path("usual"), O_WRONLY | O_CREAT, 0o666)
    close(descriptor)
    try AtomicFile.write("x", to: folder.path("a"))
    #expect(permissions("a") == permissions("usual"))
  }

  @Test(.enabled(if: geteuid() == 0, "only the superuser gives files away"))
  func theOwnerStays() throws {
    try AtomicFile.write("old", to: folder.path("a"))
    chown(folder.path("a"), 12, 34)
    try AtomicFile.write("new", to: folder.path("a"))
    var status = stat()
    #expect(stat(folder.path("a"), &status) == 0)
    #expect(status.st_uid == 12 && status.st_gid == 34)
  }

  private func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: folder.path(name), withDestinationPath: target)
  }

  @Test func linksAreFollowed() throws {
    try FileManager.default.createDirectory(atPath: folder.path("sub"), withIntermediateDirectories: true)
    try AtomicFile.write("old", to: folder.path("sub/a"))
    chmod(folder.path("sub/a"), 0o600)
    try link("relative", to: "sub/a")
    try link("twice", to: "relative")
    try link("absolute", to: folder.path("sub/a"))
    for name in ["relative", "twice", "absolute"] {
      try AtomicFile.write(name, to: folder.path(name))
      #expect(try contents("sub/a") == name)
      #expect(
        try FileManager.default.destinationOfSymbolicLink(atPath: folder.path(name)).hasSuffix(
          name == "twice" ? "relative" : "sub/a"))
    }
    #expect(permissions("sub/a") == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("sub")) == ["a"])
  }

  @Test func aLinkToNothingMakesItsTarget() throws {
    try FileManager.default.createDirectory(atPath: folder.path("sub"), withIntermediateDirectories: true)
    try link("a", to: "sub/new")
    try AtomicFile.write("x", to: folder.path("a"))
    #expect(try contents("sub/new") == "x")
    try link("b", to: "none/new")
    let path = folder.path("b")
    #expect(throws: AtomicFileError.folderMissing(file: path)) { try AtomicFile.write("x", to: path) }
  }

  /// Decoded with repairs, its name would be another file's.
  @Test func aLinkWhoseTargetIsNoTextIsRefused() throws {
    let path = folder.path("a")
    let target: [CChar] = [CChar(bitPattern: 0xE9), 0]
    try #require(symlink(target, path) == 0)
    #expect(throws: AtomicFileError.linkTargetNotText(file: path)) { try AtomicFile.write("x", to: path) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("")).count == 1)
  }

  @Test func linksInACircle() throws {
    try link("a", to: "b")
    try link("b", to: "a")
    let path = folder.path("a")
    #expect(throws: AtomicFileError.system(file: path, errorNumber: ELOOP)) { try AtomicFile.write("x", to: path) }
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may write to read-only files"))
  func aReadOnlyFileStays() throws {
    try AtomicFile.write("old", to: folder.path("a"))
    chmod(folder.path("a"), 0o444)
    let path = folder.path("a")
    #expect(throws: AtomicFileError.notWritable(file: path)) { try AtomicFile.write("x", to: path) }
    #expect(try contents("a") == "old")
  }

  @Test func manyPartsMakeOneFile() throws {
    let parts = (0..<50).map { [UInt8](repeating: UInt8($0), count: 1000 + $0) }
    try AtomicFile.write(parts, to: folder.path("a"))
    #expect(FileManager.default.contents(atPath: folder.path("a")).map { [UInt8]($0) } == parts.flatMap(\.self))
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
      .diskFull(file: "f.json"), .overFileSizeLimit(file: "f.json"), .system(file: "f.json", errorNumber: EIO),
    ]
    #expect(
      errors.map(\.description) == [
        "f.json cannot be written: its folder does not exist; create the folder first",
        "f.json cannot be written: it is a folder; name a file in it",
        "f.json cannot be written: it is a device or a pipe; name a file",
        "f.json cannot be written: no permission to write there; choose another place",
        "f.json cannot be written: the disk is full; free some space",
        "f.json cannot be written: it would be larger than files may be here; raise the limit (ulimit -f)",
        "f.json cannot be written: Input/output error",
      ])
  }
}
