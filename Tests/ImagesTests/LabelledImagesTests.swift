import Foundation
import Images
import SystemPackage
import TestSupport
import Testing

@Suite struct LabelledImagesTests {
  let folder = TemporaryFolder()
  private var root: String { folder.path + "/set" }

  private func add(_ files: String...) throws {
    for file in files {
      let url = URL(fileURLWithPath: root + "/" + file)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(file.utf8).write(to: url)
    }
  }

  private func images(classCount: Int) throws(ListingError) -> LabelledImages {
    try LabelledImages(folder: root, classCount: classCount)
  }

  @Test func sortedClassFoldersAreTheLabelsWhereThereIsOneForEach() throws {
    try add("dog/2.JPEG", "dog/1.png", "cat/x.jpg", "cat/notes.txt", "cat/._x.jpg", "eel/y.Jpg", ".hidden/z.jpg")
    let set = try images(classCount: 3)
    #expect(set.images.map(\.name) == ["cat/x.jpg", "dog/1.png", "dog/2.JPEG", "eel/y.Jpg"])
    #expect(set.images.map(\.label) == [0, 1, 1, 2])
    #expect(set.images[0].path == FilePath(root + "/cat/x.jpg"))
  }

  @Test func fewerClassFoldersNeedAList() throws {
    try add("n02/a.jpg", "n04/b.jpg")
    let error = ListingError.classOrderUnknown(folder: root, folderCount: 2, classCount: 4)
    #expect(throws: error) { try images(classCount: 4) }
    #expect(error.description.contains("add classes.tsv"))
  }

  @Test(arguments: ["set/classes.tsv", "classes.tsv"])
  func aListInTheFolderOrItsParentGivesTheOrder(list: String) throws {
    try add("n04/b.jpg", "n02/a.jpg")
    _ = folder.write(Array("n04\tfour\nn01\tone, uno\nn03\tthree\nn02\ttwo\n".utf8), as: list)
    let set = try images(classCount: 4)
    #expect(set.images.map(\.name) == ["n02/a.jpg", "n04/b.jpg"])
    #expect(set.images.map(\.label) == [3, 0])
    #expect(set.classNames == ["four", "one, uno", "three", "two"])
  }

  @Test func aListForAnotherCountOfClassesGivesNoNames() throws {
    try add("labels.txt", "a.jpg")
    _ = folder.write(Array("a.jpg 1".utf8), as: "set/labels.txt")
    _ = folder.write(Array("n01\tone\n".utf8), as: "classes.tsv")
    #expect(try images(classCount: 4).classNames == nil)
  }

  @Test func aClassFolderThatIsNotListed() throws {
    try add("n01/a.jpg", "cat/b.jpg", "classes.tsv")
    let list = folder.write(Array("n01\tone\nn02\ttwo\nn03\tthree\n".utf8), as: "set/classes.tsv")
    let error = #expect(throws: ListingError.self) { try images(classCount: 3) }
    #expect(error?.description.contains("the class folder 'cat' is not in \(list); nearest is 'n02' in line 2") == true)
  }

  @Test func aListForAnotherCountOfClassesOrdersNoFolders() throws {
    try add("n03/a.jpg", "classes.tsv")
    _ = folder.write(Array("n01\tone\nn02\ttwo\nn03\tthree\n".utf8), as: "set/classes.tsv")
    let list = root + "/classes.tsv"
    #expect(throws: ListingError.classCountDiffers(list: list, count: 3, classCount: 2)) {
      try images(classCount: 2)
    }
  }

  @Test func aListWithoutTabs() throws {
    try add("n01/a.jpg", "classes.tsv")
    let list = folder.write(Array("n01\tone\nn02 two\n".utf8), as: "set/classes.tsv")
    #expect(throws: ListingError.classWithoutName(file: list, line: 2)) { try images(classCount: 2) }
  }

  @Test func classFoldersWithoutImages() throws {
    try add("cat/notes.txt", "dog/notes.txt")
    let error = #expect(throws: ListingError.self) { try images(classCount: 2) }
    #expect(error?.description.contains("lists no image") == true)
  }

  @Test func anOrderFilePicksAndOrders() throws {
    try add("cat/1.jpg", "cat/2.jpg", "dog/3.jpg")
    let order = folder.write(Array("dog/3.jpg\n\n1.jpg\n".utf8), as: "order.txt")
    let set = try images(classCount: 2).reordered(byNamesIn: order)
    #expect(set.images.map(\.name) == ["dog/3.jpg", "cat/1.jpg"])
    #expect(set.images.map(\.label) == [1, 0])
  }

  @Test func anOrderThatNamesOtherImages() throws {
    try add("cat/1.jpg", "dog/3.jpg")
    let set = try images(classCount: 2)
    let error = ListingError.namesNotInSet(folder: root, names: ["a", "b", "c", "d"])
    #expect(throws: error) { try set.reordered(byNames: ["a", "1.jpg", "b", "c", "d"]) }
    #expect(error.description.contains("'a', 'b', 'c' and 1 more"))
  }

  @Test func anOrderThatNamesAnImageTwiceOrOneOfSeveral() throws {
    try add("cat/1.jpg", "dog/1.jpg", "dog/3.jpg")
    let set = try images(classCount: 2)
    let order = folder.write(Array("3.jpg\n\ndog/3.jpg\n".utf8), as: "order.txt")
    #expect(throws: ListingError.orderedTwice(file: order, name: "dog/3.jpg", lines: [1, 3])) {
      try set.reordered(byNamesIn: order)
    }
    let error = #expect(throws: ListingError.self) { try set.reordered(byNames: ["3.jpg", "1.jpg"]) }
    #expect(error?.description == "the order, line 2: '1.jpg' may be 'cat/1.jpg', 'dog/1.jpg'; write it with its folder")
  }

  @Test func theDigestSeesContentsLabelsNamesAndOrder() throws {
    try add("cat/1.jpg", "cat/2.jpg", "dog/3.jpg")
    let set = try images(classCount: 2)
    let digest = try set.digest()
    #expect(try images(classCount: 2).digest() == digest)
    #expect(try set.reordered(byNames: ["2.jpg", "1.jpg", "3.jpg"]).digest() != digest)
    #expect(try set.spread(2).digest() != digest)
    try Data("other".utf8).write(to: URL(fileURLWithPath: root + "/cat/2.jpg"))
    #expect(try set.digest() != digest)
    try FileManager.default.removeItem(atPath: root + "/cat/2.jpg")
    // It is left out when the images are decoded; a digest of what is there is no reason to end.
    #expect(try set.digest() != digest)
  }

  @Test(.enabled(if: SharedData.isPresent, "needs ../shared"))
  func theDevelopmentDataIsListed() throws {
    let calibration = try LabelledImages(folder: SharedData.path("imagenet/calibration"), classCount: 1000)
    #expect(calibration.images.map(\.label) == Array(0..<1000))
    #expect(calibration.classNames?.first == "tench, Tinca tinca")
    let ordered = try calibration.reordered(byNamesIn: SharedData.path("reference/calibration-order.txt"))
    #expect(ordered.images.count == 1000)
    #expect(ordered.images[0].name == "n01689811.jpg")
    #expect(try LabelledImages(folder: SharedData.path("imagenet/validation"), classCount: 1000).images.count == 800)
  }
}
