import Foundation
import Images
import TestSupport
import Testing

/// What gives class folders their labels is known, said or refused.
@Suite struct ClassOrderTests {
  let tree: ImageTree

  init() throws { tree = try ImageTree() }

  // MARK: Numbers

  @Test(arguments: ["０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९"])
  func `Numbers in the digits of other scripts are numbers`(digits: String) throws {
    let digits = Array(digits)
    let tree = try ImageTree()
    for label in 0..<12 {
      let name = String("\(label)".compactMap { $0.wholeNumberValue.map { digits[$0] } })
      try tree.add("\(name)/\(label).jpg")
    }
    let set = try tree.list(classCount: 12)
    #expect(set.images.allSatisfy { image in image.name.hasSuffix("/\(image.label ?? -1).jpg") })
    #expect(set.images.count == 12)
  }

  @Test func `A file that may have been meant to order the classes is named`() throws {
    let tree = try ImageTree()
    try tree.add("b/x.jpg", "a/y.jpg")
    try tree.write("b\na\n", to: "classes.txt")
    #expect(try tree.list(classCount: 2).remarks.contains("'classes.txt' is not read; a list of the classes is named classes.tsv"))
  }

  @Test func `A name that two classes have is named with both`() throws {
    let tree = try ImageTree()
    try tree.add("aa/x.jpg", "bb/y.jpg")
    #expect(
      tree.refusal(classCount: 3, model: .model(["aa"], ["bb"], ["aa"]))
        == "config.json (id2label) gives the name 'aa' to the classes 0 and 2, so it means none of them; use a name that only one has, or correct the list")
  }

  @Test func `A downloaded list that lists none of the images is named`() throws {
    let tree = try ImageTree()
    try tree.add("a.JPEG")
    try tree.write("ImageId,PredictionString\nILSVRC2012_val_1,n01440764 1 2 3 4\n", to: "LOC_val_solution.csv")
    #expect(
      try tree.list(classCount: 1000).remarks == ["LOC_val_solution.csv is not used: it lists none of these images"])
  }

  @Test(arguments: [0, 3]) func `Numbers mean themselves, padded or not`(padding: Int) throws {
    for label in 0..<12 {
      let digits = String(label)
      try tree.add(String(repeating: "0", count: max(0, padding - digits.count)) + digits + "/x.jpg")
    }
    let set = try tree.list(classCount: 12)
    #expect(set.images.allSatisfy { $0.name.hasSuffix("/x.jpg") && Int($0.name.dropLast(6)) == $0.label })
    #expect(set.source == .classFolders(.numbers) && set.remarks.isEmpty)
    #expect(set.source.description == "class folders, numbers")
  }

  @Test func `A subset of numbers needs no list`() throws {
    try tree.add("7/x.jpg", "10/x.jpg", "0/x.jpg")
    #expect(try tree.labels(classCount: 11) == ["0/x.jpg 0", "10/x.jpg 10", "7/x.jpg 7"])
  }

  @Test func `Numbers from 1 to the count of classes count from 1, and that is said`() throws {
    try tree.add((1...11).map { "\($0)/x.jpg" })
    let set = try tree.list(classCount: 11)
    #expect(set.images.allSatisfy { Int($0.name.dropLast(6))! - 1 == $0.label })
    #expect(set.source.description == "class folders, numbers that count from 1")
    #expect(set.remarks == ["labels count from 1 to 11: each is taken as one less"])
  }

  @Test func `Numbers without 0 are taken as written, and that is said`() throws {
    try tree.add("1/x.jpg", "2/x.jpg")
    let set = try tree.list(classCount: 4)
    #expect(set.images.map(\.label) == [1, 2])
    #expect(set.remarks.count == 1 && set.remarks[0].hasPrefix("no image has the label 0"))
  }

  @Test func `A number beyond the classes is refused`() throws {
    try tree.add("0/x.jpg", "5/x.jpg")
    #expect(tree.refusal(classCount: 5).contains("the class folder '5' has the label 5, which is not between 0 and 4"))
  }

  @Test func `One number twice is refused`() throws {
    try tree.add("1/x.jpg", "01/x.jpg", "0/x.jpg")
    #expect(tree.refusal(classCount: 5).contains("the class folders '01', '1' both mean the label 1"))
  }

  @Test func `Among numbers a folder of another name is left out and counted`() throws {
    try tree.add("0/x.jpg", "1/x.jpg", "2/x.jpg", "more/y.jpg")
    let set = try tree.list(classCount: 4)
    #expect(set.images.map(\.label) == [0, 1, 2])
    #expect(set.skipped.map(\.description) == ["\(tree.root)/more/y.jpg lies in a folder whose name is no class's number"])
  }

  // MARK: classes.tsv

  @Test(arguments: ["\u{FEFF}b\tone\r\nc  \ttwo\r\na\tnull\r\n", "b\tone\rc\ttwo\ra\tnull", "  b \t one \n\nc\ttwo\na\tnull\n\n"])
  func `The list is read as editors write it`(list: String) throws {
    try tree.add("a/x.jpg", "b/x.jpg", "c/x.jpg")
    try tree.write(list, to: "classes.tsv")
    let set = try tree.list(classCount: 3)
    #expect(set.images.map(\.label) == [2, 0, 1])
    #expect(set.classNames == ["one", "two", "null"])
    #expect(set.source.description == "class folders, by classes.tsv")
  }

  @Test func `A folder that differs from its line by a slip is refused with the line`() throws {
    try tree.add("tench/x.jpg", "goldfish/x.jpg", "shark/x.jpg")
    try tree.write("shark\ta\ntensh\tb\ngoldfish\tc\n", to: "classes.tsv")
    let refusal = tree.refusal(classCount: 3)
    #expect(refusal.contains("the class folder 'tench' is not in \(tree.root)/classes.tsv; nearest is 'tensh' in line 2"))
  }

  @Test func `Case, separators and letters' composition are no difference where that is unambiguous`() throws {
    try tree.add("Great_White-Shark/x.jpg", "cafe\u{301}/x.jpg", "007/x.jpg")
    try tree.write("caf\u{E9}\ta\n7\tb\ngreat white shark\tc\n", to: "classes.tsv")
    #expect(try Set(tree.labels(classCount: 3)) == ["Great_White-Shark/x.jpg 2", "cafe\u{301}/x.jpg 0", "007/x.jpg 1"])
  }

  @Test func `A class listed twice is refused with both lines`() throws {
    try tree.add("a/x.jpg")
    try tree.write("a\tone\nb\ttwo\na\tthree\n", to: "classes.tsv")
    #expect(tree.refusal(classCount: 3).contains("lines 1 and 3 both list 'a'"))
  }

  @Test func `A list that lost a line is refused, since all labels after it would shift`() throws {
    try tree.add("c/x.jpg", "d/x.jpg")
    try tree.write("a\tone\nc\tthree\nd\tfour\n", to: "classes.tsv")
    #expect(tree.refusal(classCount: 4).contains("lists 3 classes, the model has 4"))
  }

  @Test func `Names in the list's second column name folders too`() throws {
    try tree.add("Tinca tinca/x.jpg", "goldfish/x.jpg")
    try tree.write("n02\tgoldfish, Carassius auratus\nn01\ttench, Tinca tinca\n", to: "classes.tsv")
    #expect(try tree.labels(classCount: 2) == ["Tinca tinca/x.jpg 1", "goldfish/x.jpg 0"])
  }

  @Test func `A name that several classes have is refused`() throws {
    try tree.add("crane/x.jpg", "n01/x.jpg")
    try tree.write("n01\tcrane\nn02\tcrane\n", to: "classes.tsv")
    #expect(tree.refusal(classCount: 2).contains("gives the name 'crane' to the classes 0 and 1, so it means none of them"))
  }

  // MARK: The model's own names

  @Test func `The model's names are the order, and outrank sorting`() throws {
    try tree.add("ant/x.jpg", "bee/x.jpg", "cow/x.jpg")
    let model = ClassList.model(["cow"], ["ant"], ["bee"])
    let set = try tree.list(classCount: 3, model: model)
    #expect(set.images.map(\.label) == [1, 2, 0])
    #expect(set.source.description == "class folders, by the model's id2label")
    #expect(set.classNames == ["cow", "ant", "bee"])
  }

  @Test func `Numbers that are the model's names in another order are names`() throws {
    try tree.add("0/x.jpg", "1/x.jpg", "2/x.jpg", "10/x.jpg")
    let model = ClassList.model(["0"], ["1"], ["10"], ["2"])
    #expect(try tree.labels(classCount: 4, model: model) == ["0/x.jpg 0", "1/x.jpg 1", "10/x.jpg 2", "2/x.jpg 3"])
  }

  @Test func `A folder that the model does not name is refused, also where the counts agree`() throws {
    try tree.add("ant/x.jpg", "bee/x.jpg", "horse/x.jpg")
    let refusal = tree.refusal(classCount: 3, model: .model(["cow"], ["ant"], ["bee"]))
    #expect(refusal.contains("the class folder 'horse' is not in config.json (id2label); nearest is 'cow'"))
  }

  @Test func `A list that contradicts the model's names is refused`() throws {
    try tree.add("ant/x.jpg", "bee/x.jpg")
    try tree.write("ant\ta\nbee\tb\n", to: "classes.tsv")
    let refusal = tree.refusal(classCount: 2, model: .model(["bee"], ["ant"]))
    #expect(refusal.contains("'ant' has the label 0 by \(tree.root)/classes.tsv and 1 by config.json (id2label)"))
  }

  // MARK: WordNet ids and sorting

  @Test func `ImageNet's ids order themselves only where all are there`() throws {
    try tree.add("n01440764/x.jpg", "n01443537/x.jpg")
    let refusal = tree.refusal(classCount: 1000)
    #expect(refusal.contains("2 WordNet ids (n01440764, …) for 1000 classes") && refusal.contains("add classes.tsv"))
  }

  @Test(.enabled(if: SharedData.isPresent, "needs ../shared"))
  func `All of ImageNet's ids are known`() throws {
    let list = try String(contentsOfFile: SharedData.path("imagenet/classes.tsv"), encoding: .utf8)
    let ids = list.split(separator: "\n").map { String($0.prefix(9)) }
    try tree.add(ids.map { $0 + "/x.jpg" })
    let set = try tree.list(classCount: 1000)
    #expect(set.images.map(\.label) == Array(0..<1000))
    #expect(set.source.description == "class folders, WordNet ids in ImageNet's order")
  }

  @Test func `Sorted order is said`() throws {
    try tree.add("dog/x.jpg", "cat/x.jpg")
    let set = try tree.list(classCount: 2)
    #expect(set.images.map(\.label) == [0, 1])
    #expect(set.source.description == "class folders in sorted order")
    #expect(
      set.remarks == [
        "nothing names the classes in their order: they are taken sorted, as torchvision and timm take class folders"
      ])
  }

  @Test(arguments: [["class 1", "class 2", "class 10"], ["Zebra", "ant", "bee"]])
  func `Sorted order that two programs see differently is refused`(names: [String]) throws {
    try tree.add(names.map { $0 + "/x.jpg" })
    #expect(tree.refusal(classCount: 3).contains("for torchvision and after it for timm"))
  }

  @Test func `Parts of a data set are no classes`() throws {
    try tree.add("train/x.jpg", "val/x.jpg")
    #expect(tree.refusal(classCount: 2).contains("'train', 'val', which are parts of a data set"))
  }

  @Test func `Fewer folders than classes are refused`() throws {
    try tree.add("cat/x.jpg", "dog/x.jpg")
    #expect(tree.refusal(classCount: 3).contains("2 class folders for 3 classes"))
  }
}
