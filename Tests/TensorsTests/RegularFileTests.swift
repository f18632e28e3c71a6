import Foundation
import Tensors
import TestSupport
import Testing

struct RegularFileTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "RegularFile-\(UUID())").path

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

  private func file(_ bytes: [UInt8]) -> String {
    let path = folder + "/file"
    FileManager.default.createFile(atPath: path, contents: Data(bytes))
    return path
  }

  @Test func readsAPartOrTheWhole() throws {
    let path = file([1, 2, 3, 4, 5])
    let opened = try RegularFile(path: path)
    #expect(opened.byteCount == 5)
    #expect(try opened.bytes(1..<3) == [2, 3])
    #expect(try RegularFile.bytes(of: path, limit: 5) == [1, 2, 3, 4, 5])
    #expect(throws: RegularFile.Failure.tooLarge(byteCount: 5, limit: 4)) { try RegularFile.bytes(of: path, limit: 4) }
    try opened.checkUnchanged()
  }

  @Test func aFileThatIsCutShortIsNoShorterFile() throws {
    let path = file([UInt8](repeating: 7, count: 4096))
    let opened = try RegularFile(path: path)
    truncate(path, 100)
    #expect(throws: RegularFile.Failure.changed) { try opened.bytes(0..<opened.byteCount) }
    #expect(throws: RegularFile.Failure.changed) { try opened.checkUnchanged() }
  }

  @Test func aFileThatIsWrittenToIsNoticed() throws {
    let path = file([1, 2, 3])
    let opened = try RegularFile(path: path)
    try #require(utimensat(AT_FDCWD, path, [timespec(), timespec()], 0) == 0)
    #expect(throws: RegularFile.Failure.changed) { try opened.checkUnchanged() }
  }

  @Test func whatIsRefusedIsClosed() async {
    let folder = folder
    // In a process of its own, since other tests open files meanwhile.
    await #expect(processExitsWith: .exitCode(0)) { [folder = folder as String] in
      func openCount() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
      let before = try openCount()
      for _ in 0..<50 {
        #expect(throws: RegularFile.Failure.notAFile) { try RegularFile(path: folder) }
        #expect(throws: RegularFile.Failure.notAFile) { try RegularFile(path: "/dev/null") }
      }
      // What watches the expectations may open a file or two of its own.
      exit(try openCount() - before < 50 ? 0 : 1)
    }
  }
}
