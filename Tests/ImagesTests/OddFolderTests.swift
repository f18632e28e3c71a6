import Foundation
import Images
import SystemPackage
import TestSupport
import Testing

/// One odd entry of a folder is left out and counted, or found, and never ends the run.
@Suite struct OddFolderTests {
  let tree: ImageTree

  init() throws { tree = try ImageTree() }

  @Test func `Images at any depth of a class folder count`() throws {
    try tree.add("0/x.jpg", "0/images/y.jpg", "1/a/b/c/z.PNG", "1/notes.txt")
    #expect(try tree.labels(classCount: 2) == ["0/x.jpg 0", "0/images/y.jpg 0", "1/a/b/c/z.PNG 1"])
  }

  @Test func `Links to folders are followed and loops end`() throws {
    try tree.add("0/x.jpg", "../elsewhere/y.jpg")
    try tree.link("1", to: "../elsewhere")
    try tree.link("0/loop", to: "..")
    try tree.link("0/self", to: "self")
    let set = try tree.list(classCount: 2)
    #expect(set.images.contains { $0.name == "0/x.jpg" && $0.label == 0 })
    #expect(set.images.contains { $0.name == "1/y.jpg" && $0.label == 1 })
    #expect(set.images.count <= 4)
    #expect(set.skipped.map(\.description).contains("\(tree.root)/0/self is a link that leads back to itself"))
  }

  @Test func `A link to a folder that it lies in adds nothing`() throws {
    try tree.add("0/x.jpg", "1/y.jpg")
    for (name, target) in [("0/up", ".."), ("1/top", "/"), ("loop", "."), ("above", "..")] { try tree.link(name, to: target) }
    let set = try tree.list(classCount: 2)
    #expect(set.images.map(\.name) == ["0/x.jpg", "1/y.jpg"])
    #expect(set.skipped.count == 4 && set.skipped.allSatisfy { $0.reason == "is a link to a folder that it lies in" })
  }

  @Test func `Links beside images without labels make no classes`() throws {
    try tree.add("a.jpg", "b.jpg", "../elsewhere/notes.txt")
    try tree.link("up", to: "..")
    try tree.link("top", to: "/")
    let set = try tree.list(classCount: 5)
    #expect(set.images.map(\.name) == ["a.jpg", "b.jpg"] && set.source == .none)
    #expect(set.skipped.count == 2)
  }

  @Test(arguments: [
    ("8/again", "../7", "'7/x.jpg' and '8/again/x.jpg' are one file, with the labels 7 and 8"),
    ("6/first", "../7", "'6/first/x.jpg' and '7/x.jpg' are one file, with the labels 6 and 7"),
    ("9", "7", "'7/x.jpg' and '9/x.jpg' are one file, with the labels 7 and 9"),
    ("8/x.jpg", "../7/x.jpg", "'7/x.jpg' and '8/x.jpg' are one file, with the labels 7 and 8"),
  ])
  func `One file with two labels is refused`(name: String, target: String, message: String) throws {
    try tree.add("6/v.jpg", "7/x.jpg", "8/y.jpg")
    try tree.link(name, to: target)
    #expect(tree.refusal(classCount: 10) == message + "; remove the wrong one")
  }

  @Test func `One file with two labels in a list is refused, and with one label it counts as it is listed`() throws {
    try tree.add("a.jpg")
    try tree.link("b.jpg", to: "a.jpg")
    try tree.write("a.jpg 1\nb.jpg 3\n", to: "labels.txt")
    #expect(tree.refusal(classCount: 5).hasPrefix("'a.jpg' and 'b.jpg' are one file, with the labels 1 and 3"))
    try tree.write("a.jpg 1\nb.jpg 1\n", to: "labels.txt")
    #expect(try tree.list(classCount: 5).images.count == 2)
  }

  @Test func `A folder that is there twice within a class is read once`() throws {
    try tree.add("0/a/x.jpg", "1/y.jpg")
    try tree.link("0/b", to: "a")
    let set = try tree.list(classCount: 2)
    #expect(set.images.map(\.name) == ["0/a/x.jpg", "1/y.jpg"])
    #expect(set.skipped.map(\.reason) == ["is a link to a folder that is read already"])
  }

  @Test func `Folders deeper than any data set's are left out`() throws {
    try tree.add("0/x.jpg", "0/" + String(repeating: "d/", count: 40) + "y.jpg")
    let set = try tree.list(classCount: 2)
    #expect(set.images.map(\.name) == ["0/x.jpg"])
    #expect(set.skipped.count == 1 && set.skipped[0].reason == "lies more than 32 folders deep")
  }

  @Test func `Links to nothing, pipes and other files are counted with the reason`() throws {
    try tree.add("0/x.jpg", "0/scan.pdf", "0/phone.HEIC", "0/._x.jpg", "0/Thumbs.db", "0/.hidden/y.jpg", "0/README")
    try tree.link("0/gone.jpg", to: "/nowhere/x.jpg")
    try #require(mkfifo(tree.root + "/0/pipe.jpg", 0o600) == 0)
    let set = try tree.list(classCount: 1)
    #expect(set.images.map(\.name) == ["0/x.jpg"])
    let skipped = set.skipped.map { $0.description.replacingOccurrences(of: tree.root + "/0/", with: "") }
    #expect(
      skipped.sorted() == [
        "README has no ending that names an image", "gone.jpg is a link to a file that is not there",
        "phone.HEIC is a picture in HEIC, which is not read; convert it to PNG or JPEG",
        "pipe.jpg is a named pipe and no file", "scan.pdf is no image by its ending",
      ])
  }

  @Test(arguments: ["webp", "BMP", "gif", "tif", "TIFF", "jpe", "jfif"]) func `Endings of images`(ending: String) throws {
    try tree.add("0/x.\(ending)")
    #expect(try tree.list(classCount: 1).images.count == 1)
  }

  @Test func `Names that are no UTF-8 are opened as they are and shown with their bytes`() throws {
    let latin = Array("0/caf".utf8) + [0xE9] + Array(".jpg".utf8)
    try tree.write(Array("pixels".utf8), to: latin)
    let image = try #require(try tree.list(classCount: 1).images.first)
    #expect(image.name == "0/caf\\xE9.jpg")
    let error = #expect(throws: ImageError.self) { try ImageDecoder.decode(path: image.path) }
    // Its contents are reached: the bytes are no image.
    #expect(error?.description.hasPrefix("\(tree.root)/0/caf\\xE9.jpg is ") == true)
    #expect(error != .missing(file: "\(tree.root)/0/caf\\xE9.jpg"))
  }

  @Test func `A class folder whose name is Latin-1 is found in a list`() throws {
    try tree.write([1], to: Array("caf".utf8) + [0xE9] + Array("/x.jpg".utf8))
    try tree.add("bar/y.jpg")
    try tree.write("caf\u{E9}\tcoffee\nbar\tdrinks\n", to: "classes.tsv")
    #expect(try tree.labels(classCount: 2) == ["bar/y.jpg 1", "caf\\xE9/x.jpg 0"])
  }

  @Test(arguments: [
    ("caf\u{E9}.jpg", "cafe\u{301}.jpg"), ("cafe\u{301}.jpg", "caf\u{E9}.jpg"), ("a.jpg", "a.JPG"), ("A.JPEG", "a.jpeg"),
    ("v_1", "v_1.JPEG"), ("sub\\a.jpg", "sub/a.jpg"), ("u\u{308}/a.jpg", "\u{FC}/a.jpg"),
  ])
  func `A list's name is found where it is written otherwise on disk`(listed: String, onDisk: String) throws {
    try tree.add(onDisk)
    try tree.write("\(listed) 3\n", to: "labels.txt")
    let image = try #require(try tree.list(classCount: 9).images.first)
    #expect(image.path == FilePath(tree.root).appending(onDisk) && image.label == 3)
  }

  @Test func `A list and a disk in Latin-1, or one of them`() throws {
    let latin = Array("caf".utf8) + [0xE9] + Array(".jpg".utf8)
    try tree.write([1], to: latin)
    try tree.write("caf\u{E9}.jpg 3\n", to: "labels.txt")
    #expect(try tree.list(classCount: 9).images.count == 1)
    try tree.write(latin + Array(" 4\n".utf8), to: Array("labels.txt".utf8))
    #expect(try tree.list(classCount: 9).images.map(\.label) == [4])
  }

  @Test func `A name that fits two files is not found`() throws {
    try tree.add("a.jpg", "A.JPG")
    try tree.write("a.JPG 3\n", to: "labels.txt")
    #expect(tree.refusal(classCount: 9).contains("there is no file 'a.JPG'"))
  }

  @Test func `A listed link to nothing is left out, a listed file that is not there is an error of the list`() throws {
    try tree.add("a.jpg")
    try tree.link("b.jpg", to: "/nowhere")
    try tree.write("a.jpg 1\nb.jpg 2\n", to: "labels.txt")
    let set = try tree.list(classCount: 9)
    #expect(set.images.count == 1 && set.skipped.count == 1)
  }

  @Test func `A list of a terabyte is one line of error`() throws {
    try tree.add("a.jpg", "labels.txt")
    try #require(truncate(tree.root + "/labels.txt", 1 << 40) == 0)
    #expect(tree.refusal(classCount: 9).hasSuffix("labels.txt has 1048576 MiB, above the limit of 64 MiB; is it the right file?"))
  }

  @Test func `A pipe in place of a list is one line of error`() throws {
    try tree.add("a.jpg")
    try #require(mkfifo(tree.root + "/classes.tsv", 0o600) == 0)
    #expect(tree.refusal(classCount: 9).hasSuffix("classes.tsv is not a regular file"))
  }

  @Test func `One folder of images is opened without labels, and empty folders are named`() throws {
    try tree.add("images/a.jpg", "images/b.jpg")
    let set = try tree.list(classCount: 9)
    #expect(set.images.map(\.label) == [nil, nil] && set.source == .none)
    #expect(set.remarks == ["the only folder, 'images', names no class, so its images have no labels"])
  }

  @Test func `Images beside class folders are left out and counted`() throws {
    try tree.add("0/a.jpg", "1/b.jpg", "loose.jpg")
    let set = try tree.list(classCount: 2)
    #expect(set.images.count == 2 && set.skipped.map(\.reason) == ["lies outside the class folders"])
  }

  @Test func `Folders beside more images that name no class are not looked into`() throws {
    try tree.add("a.jpg", "b.jpg", "thumbs/a.jpg", "tools/x.png")
    let set = try tree.list(classCount: 9)
    #expect(set.images.map(\.name) == ["a.jpg", "b.jpg"] && set.source == .none)
    #expect(set.remarks == ["the folders 'thumbs', 'tools' are not looked into: they name no class"])
  }

  @Test func `A class folder without images is named`() throws {
    try tree.add("0/a.jpg", "1/notes.txt")
    #expect(try tree.list(classCount: 2).remarks == ["the folder '1' holds no image"])
  }
}
