import Images
import SystemPackage
import TestSupport
import Testing

/// Lists of labels as people and downloads have them.
@Suite struct LabelListTests {
  let tree: ImageTree

  init() throws { tree = try ImageTree() }

  private func labels(_ list: String, as name: String = "labels.txt", classCount: Int = 10) throws -> [String] {
    try tree.write(list, to: name)
    return try tree.labels(classCount: classCount)
  }

  @Test(arguments: [
    "a.jpg,3\nmy cat, 2.jpg,4\n", "a.jpg\t3\nmy cat, 2.jpg\t4", "a.jpg, 3\nmy cat, 2.jpg ,4", "a.jpg;3\nmy cat, 2.jpg; 4",
    "filename,label\na.jpg,3\n\"my cat, 2.jpg\",4\n", "image\tclass_id\na.jpg\t3\nmy cat, 2.jpg\t4",
    "\u{FEFF}a.jpg 3\r\nmy cat, 2.jpg 4\r\n", "a.jpg 3\rmy cat, 2.jpg 4\r", "\"a.jpg\",\"3\"\n\"my cat, 2.jpg\",\"4\"",
    "./a.jpg 3\nmy cat, 2.jpg 04",
  ])
  func `Separators, headers, quotes, marks and line ends`(list: String) throws {
    try tree.add("a.jpg", "my cat, 2.jpg")
    #expect(try labels(list).map { $0.suffix(1) } == ["3", "4"])
  }

  @Test(arguments: ["labels.csv", "labels.tsv"]) func `The list may be a table`(name: String) throws {
    try tree.add("a.jpg")
    #expect(try labels(name == "labels.csv" ? "a.jpg,3" : "a.jpg\t3", as: name) == ["a.jpg 3"])
    try tree.write("a.jpg 4", to: "labels.txt")
    #expect(tree.refusal(classCount: 10).contains("holds labels.txt and \(name); keep the one"))
  }

  @Test func `Ids and names stand for labels where a list gives them a meaning`() throws {
    try tree.add("a.jpg", "b c.jpg")
    try tree.write("n02\tgreat white shark, man-eater\nn01\ttench\n", to: "classes.tsv")
    #expect(try labels("a.jpg n01\nb c.jpg n02", classCount: 2) == ["a.jpg 1", "b c.jpg 0"])
    #expect(try labels("a.jpg tench\nb c.jpg great white shark", classCount: 2) == ["a.jpg 1", "b c.jpg 0"])
    #expect(try labels("a.jpg\ttench\nb c.jpg\tgreat white shark, man-eater", classCount: 2) == ["a.jpg 1", "b c.jpg 0"])
    #expect(try tree.list(classCount: 2).source.description == "labels.txt, classes by classes.tsv")
    try tree.write("a.jpg tensch\n", to: "labels.txt")
    #expect(tree.refusal(classCount: 2).contains("line 1: the label 'tensch' is not in"))
  }

  @Test func `An image listed twice is refused with both lines, however it is written`() throws {
    try tree.add("a.jpg", "cafe\u{301}.jpg", "b.jpg")
    try tree.write("a.jpg 0\nb.jpg 1\n./a.jpg 0\n", to: "labels.txt")
    #expect(tree.refusal(classCount: 9).hasSuffix("labels.txt: lines 1 and 3 both list './a.jpg'; remove one of them"))
    try tree.write("caf\u{E9}.jpg 0\nb.jpg 1\ncafe\u{301}.jpg 7\n", to: "labels.txt")
    #expect(tree.refusal(classCount: 9).contains("lines 1 and 3") && tree.refusal(classCount: 9).contains("as 0 and as 7"))
  }

  @Test func `A list that counts from 1 is recognized and named`() throws {
    try tree.add("a.jpg", "b.jpg")
    #expect(try labels("a.jpg 1\nb.jpg 10") == ["a.jpg 0", "b.jpg 9"])
    let set = try tree.list(classCount: 10)
    #expect(set.source.description == "labels.txt, which counts from 1")
    #expect(set.remarks == ["labels count from 1 to 10: each is taken as one less"])
    #expect(try labels("a.jpg 1\nb.jpg 9") == ["a.jpg 1", "b.jpg 9"])
    #expect(try tree.list(classCount: 10).remarks[0].hasPrefix("no image has the label 0"))
    #expect(try labels("a.jpg 2\nb.jpg 9") == ["a.jpg 2", "b.jpg 9"])
    #expect(try tree.list(classCount: 10).remarks.isEmpty)
  }

  @Test func `Images that the list leaves out are named`() throws {
    try tree.add("a.jpg", "b.jpg", "notes.md")
    #expect(try labels("a.jpg 1\n") == ["a.jpg 1"])
    #expect(try tree.list(classCount: 10).remarks.contains("labels.txt does not list 'b.jpg', so it is left out"))
  }

  // MARK: As downloaded

  @Test(arguments: ["LOC_val_solution.csv", "../LOC_val_solution.csv"])
  func `Kaggle's list of ImageNet`(path: String) throws {
    try tree.add("v_1.JPEG", "v_2.JPEG")
    let list = "ImageId,PredictionString\nv_2,n01 85 1 499 272 n01 3 4 5 6 \nv_1,n02 1 2 3 4 \nv_3,n02 1 2 3 4 \n"
    try tree.write(list, to: path)
    try tree.write("n02 goldfish, Carassius\nn01 tench\n", to: "LOC_synset_mapping.txt")
    let set = try tree.list(classCount: 2)
    #expect(set.images.map(\.path.lastComponent?.string) == ["v_2.JPEG", "v_1.JPEG"] && set.images.map(\.label) == [1, 0])
    #expect(set.source.description == "LOC_val_solution.csv, classes by LOC_synset_mapping.txt")
    #expect(set.remarks == ["1 of the 3 images that LOC_val_solution.csv lists are not in the folder"])
    #expect(set.classNames == ["goldfish, Carassius", "tench"])
  }

  @Test func `Tiny-ImageNet's list, from its folder and from the images' own`() throws {
    try tree.add("images/val_0.JPEG", "images/val_1.JPEG")
    try tree.write("val_0.JPEG\tn00000002\t0\t32\t44\t62\nval_1.JPEG\tn00000001\t52\t55\t57\t59\n", to: "val_annotations.txt")
    #expect(try tree.labels(classCount: 2) == ["val_0.JPEG 1", "val_1.JPEG 0"])
    #expect(tree.refusal(classCount: 3).contains("2 WordNet ids (n00000002, …) for 3 classes"))
    let inner = try LabelledImages(folder: tree.root + "/images", classCount: 2)
    #expect(inner.images.map(\.label) == [1, 0])
    // The whole set's ids, of which the images have some.
    try tree.write("n00000001\nn00000002\nn00000003\n", to: "wnids.txt")
    #expect(try tree.labels(classCount: 3) == ["val_0.JPEG 1", "val_1.JPEG 0"])
    try tree.write("n00000003\nn00000002\nn00000001\n", to: "wnids.txt")
    #expect(tree.refusal(classCount: 3).contains("wnids.txt lists the WordNet ids in another order"))
  }

  @Test func `A downloaded list of other images leaves class folders alone`() throws {
    try tree.add("n00000001/x.jpg", "n00000002/y.jpg")
    try tree.write("ImageId,PredictionString\nv_2,n00000002 1 2 3 4\n", to: "../LOC_val_solution.csv")
    #expect(try tree.labels(classCount: 2) == ["n00000001/x.jpg 0", "n00000002/y.jpg 1"])
  }

  @Test func `A list that is a link to nothing is an error and not "no labels"`() throws {
    try tree.add("a.jpg")
    try tree.link("labels.txt", to: "/nowhere")
    #expect(tree.refusal(classCount: 2).contains("labels.txt does not exist"))
  }

  @Test func `The development kit's numbers are refused with the reason`() throws {
    try tree.add("a.JPEG")
    try tree.write("490\n", to: "ILSVRC2012_validation_ground_truth.txt")
    let refusal = tree.refusal(classCount: 1000)
    #expect(refusal.contains("ILSVRC2012_ID") && refusal.contains("LOC_val_solution.csv"))
    #expect(try labels("a.JPEG 3\n", classCount: 1000) == ["a.JPEG 3"])
  }

  @Test func `The development kit's numbers are refused beside a folder of images, too`() throws {
    try tree.add("images/a.JPEG")
    try tree.write("490\n", to: "ILSVRC2012_validation_ground_truth.txt")
    #expect(tree.refusal(classCount: 1000).contains("ILSVRC2012_ID"))
  }
}
