import Foundation
import Images
import TestSupport
import Testing

@Suite struct LabelFileTests {
  let folder = TemporaryFolder()

  private func images(_ labels: String, classCount: Int = 10) throws(ImageError) -> LabelledImages {
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
        LabelledImage(path: folder.path + "/b.jpg", name: "b.jpg", label: 3),
        LabelledImage(path: folder.path + "/a.jpg", name: "a.jpg", label: 0),
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
    #expect(throws: ImageError.labelMissing(file: labelFile, line: 2)) { try images("a.jpg 1\na.jpg\n") }
  }

  @Test(arguments: ["cat", "1.5", "1x", "-", "٣"])
  func aLabelThatIsNotANumber(text: String) {
    addImages("a.jpg")
    #expect(throws: ImageError.labelNotANumber(file: labelFile, line: 1, text: text)) { try images("a.jpg \(text)") }
  }

  @Test(arguments: ["10", "-1", "99999999999999999999999"])
  func aLabelOutOfRange(text: String) {
    addImages("a.jpg")
    let error = ImageError.labelOutOfRange(file: labelFile, line: 3, label: text, classCount: 10)
    #expect(throws: error) { try images("a.jpg 1\n\na.jpg \(text)") }
    #expect(error.description.contains("line 3: the label \(text) is not between 0 and 9"))
  }

  @Test func anImageThatIsNotThere() {
    addImages("a.jpg")
    let error = ImageError.listedImageMissing(file: labelFile, line: 2, name: "gone.jpg")
    #expect(throws: error) { try images("a.jpg 1\ngone.jpg 2") }
    #expect(error.description == "\(labelFile), line 2: there is no file 'gone.jpg'; remove the line or add the image")
  }

  @Test func aFileWithoutLines() {
    #expect(throws: ImageError.noImages(folder: folder.path)) { try images("\n\n") }
  }

  @Test func aFileThatIsNotText() {
    _ = folder.write([0xFF, 0xFE, 0x00], as: "labels.txt")
    #expect(throws: ImageError.notText(file: labelFile)) {
      try LabelledImages(folder: folder.path, classCount: 10)
    }
  }

  @Test func aMissingFolder() {
    let path = folder.path("none")
    #expect(throws: ImageError.folderMissing(folder: path)) { try LabelledImages(folder: path, classCount: 10) }
  }

  @Test func aFileInsteadOfAFolder() {
    let path = folder.write([1], as: "a.jpg")
    #expect(throws: ImageError.notAFolder(folder: path)) { try LabelledImages(folder: path, classCount: 10) }
  }

  @Test func anEmptyFolder() {
    #expect(throws: ImageError.emptyFolder(folder: folder.path)) {
      try LabelledImages(folder: folder.path, classCount: 10)
    }
  }

  @Test func imagesWithoutLabels() {
    addImages("a.jpg")
    #expect(throws: ImageError.noLabels(folder: folder.path)) {
      try LabelledImages(folder: folder.path, classCount: 10)
    }
  }
}
