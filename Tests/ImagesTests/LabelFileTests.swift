import Foundation
import Images
import SystemPackage
import TestSupport
import Testing
import Texts

@Suite struct LabelFileTests {
  let folder = TemporaryFolder()

  private func images(_ labels: String, classCount: Int = 10) throws(ListingError) -> LabelledImages {
    _ = folder.write(Array(labels.utf8), as: "labels.txt")
    return try LabelledImages(folder: folder.path, classCount: classCount)
  }

  private func addImages(_ names: String...) {
    for name in names { _ = folder.write([1], as: name) }
  }

  private var labelFile: String { folder.path + "/labels.txt" }

  @Test func theOrderIsTheFilesOwn() throws {
    addImages("b.jpg", "a.jpg", "c.jpg")
    let set = try images("b.jpg 3\na.jpg 0\n")
    #expect(
      set.images == [
        LabelledImage(path: FilePath(folder.path + "/b.jpg"), name: "b.jpg", label: 3),
        LabelledImage(path: FilePath(folder.path + "/a.jpg"), name: "a.jpg", label: 0),
      ])
    #expect(set.classNames == nil)
  }

  @Test func namesMayContainBlanksAndLinesMayBeBlank() throws {
    addImages("my cat 2.jpg", "b.jpg")
    let set = try images("\n  my cat 2.jpg \t 7  \r\n\r\n\nb.jpg\t1")
    #expect(set.images.map(\.name) == ["my cat 2.jpg", "b.jpg"])
    #expect(set.images.map(\.label) == [7, 1])
  }

  @Test func aLineWithoutLabel() {
    addImages("a.jpg")
    #expect(throws: ListingError.labelMissing(file: labelFile, line: 2)) { try images("a.jpg 1\na.jpg\n") }
  }

  @Test(arguments: ["cat", "1.5", "1x", "-", "½"])
  func aLabelThatIsNotANumber(text: String) {
    addImages("a.jpg")
    #expect(throws: ListingError.labelNotANumber(file: labelFile, line: 1, text: text)) { try images("a.jpg \(text)") }
  }

  @Test(arguments: ["10", "-1", "99999999999999999999999"])
  func aLabelOutOfRange(text: String) {
    addImages("a.jpg", "b.jpg")
    let error = ListingError.labelOutOfRange(file: labelFile, line: 3, label: text, classCount: 10)
    #expect(throws: error) { try images("a.jpg 0\n\nb.jpg \(text)") }
    #expect(error.description.contains("line 3: the label \(text) is not between 0 and 9"))
  }

  @Test func anImageThatIsNotThere() {
    addImages("a.jpg")
    let error = ListingError.listedImageMissing(file: labelFile, line: 2, name: "gone.jpg")
    #expect(throws: error) { try images("a.jpg 1\ngone.jpg 2") }
    #expect(error.description == "\(labelFile), line 2: there is no file 'gone.jpg'; remove the line or add the image")
  }

  @Test func aFileWithoutLines() {
    #expect(throws: ListingError.noImages(folder: folder.path, skipped: [])) { try images("\n\n") }
  }

  @Test func aFileThatIsNotText() {
    _ = folder.write([0xFF, 0xFE, 0x00], as: "labels.txt")
    #expect(throws: ListingError.notText(file: labelFile, problem: .isUTF16)) {
      try LabelledImages(folder: folder.path, classCount: 10)
    }
    _ = folder.write(Array("a.jpg 1\nb\0.jpg 2".utf8), as: "labels.txt")
    #expect(throws: ListingError.notText(file: labelFile, problem: .isBinary(line: 2))) {
      try LabelledImages(folder: folder.path, classCount: 10)
    }
  }

  @Test func aMissingFolder() {
    let path = folder.path("none")
    #expect(throws: ListingError.folderMissing(folder: path)) { try LabelledImages(folder: path, classCount: 10) }
  }

  @Test func aFileInsteadOfAFolder() {
    let path = folder.write([1], as: "a.jpg")
    #expect(throws: ListingError.notAFolder(folder: path)) { try LabelledImages(folder: path, classCount: 10) }
  }

  @Test func anEmptyFolder() {
    #expect(throws: ListingError.emptyFolder(folder: folder.path)) {
      try LabelledImages(folder: folder.path, classCount: 10)
    }
  }

  @Test func imagesWithoutLabels() throws {
    addImages("b.jpg", "a.jpg", "notes.txt")
    let set = try LabelledImages(folder: folder.path, classCount: 10)
    #expect(set.images.map(\.name) == ["a.jpg", "b.jpg"])
    #expect(set.images.allSatisfy { $0.label == nil })
    #expect(set.source == .none && set.source.description == "none")
    #expect(set.remarks == ["'notes.txt' is not read as labels; a list of labels is named labels.txt"])
  }
}
