import Foundation
import Images
import TestSupport
import Testing
import Texts

/// Thousands of small folders, lists and names: whatever they hold, they are listed or refused in one line.
@Suite struct ListingFuzzTests {
  private static let folders = [
    "0", "1", "2", "3", "03", "10", "-1", "99999999999999999999", "n01440764", "n01443537", "cat", "Cat", "dog", "class 1",
    "class 10", "caf\u{E9}", "cafe\u{301}", "train", "val", "images", "a\u{1B}[2Jb", "two\nlines", " ", "\u{202E}x", "a,b",
    "tench, Tinca tinca", "\u{FEFF}cat",
  ]
  private static let files = [
    "x.jpg", "y.PNG", "z.webp", "notes.txt", "a b.jpg", "noending", "w.heic", "caf\u{E9}.jpg", "cafe\u{301}.jpg", "q\"r.png",
    "v,1.jpeg", "\u{1B}]0;x.jpg", "labels.csv",
  ]
  private static let pieces = [
    "\n", "\r\n", "\r", " ", "\t", ",", ";", "\"", "0", "1", "2", "9", "-1", "x.jpg", "y.PNG", "a b.jpg", "n01440764", "cat",
    "dog", "file", "label", "\u{FEFF}", "\u{E9}", "e\u{301}", "\0", "./", "../", "sub/", "\\", "#", "tench, Tinca tinca",
  ]

  private struct Case {
    var generator: SeededGenerator

    mutating func count(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    mutating func pick(_ values: [String]) -> String { values[count(0...values.count - 1)] }

    /// Text that now and then looks like a list.
    mutating func list() -> [UInt8] {
      var bytes: [UInt8] = []
      for _ in 0..<count(0...30) {
        switch count(0...9) {
        case 0: bytes.append(UInt8.random(in: 0...255, using: &generator))
        case 1...4: bytes += Array("\(pick(files)) \(count(0...5))\n".utf8)
        case 5, 6: bytes += Array("\(pick(folders))\t\(pick(folders))\n".utf8)
        default: bytes += Array(pick(pieces).utf8)
        }
      }
      return bytes
    }
  }

  /// What holds of every folder that was listed.
  private func check(_ set: LabelledImages, classCount: Int, _ seed: UInt64) {
    #expect(!set.images.isEmpty, "seed \(seed)")
    #expect(Set(set.images.map(\.path)).count == set.images.count, "seed \(seed): an image twice")
    #expect(set.images.allSatisfy { $0.label.map((0..<classCount).contains) ?? true }, "seed \(seed): a label out of range")
    #expect(set.images.allSatisfy { ($0.label == nil) == (set.source == .none) }, "seed \(seed): a label from nowhere")
    let half = set.spread(max(1, set.images.count / 2))
    #expect(Set(half.images).isSubset(of: set.images), "seed \(seed)")
  }

  @Test(arguments: TestScope.arguments(Array(0..<40)) { $0 < 8 }) func `Folders of every kind`(part: UInt64) throws {
    for seed in part * 150..<(part + 1) * 150 {
      var random = Case(generator: SeededGenerator(seed: 7_000 + seed))
      let tree = try ImageTree()
      for _ in 0..<random.count(1...6) {
        let folder = random.count(0...3) == 0 ? "" : random.pick(Self.folders) + "/"
        try tree.write([1], to: Array((folder + random.pick(Self.files)).utf8))
      }
      if random.count(0...2) == 0 { try tree.write(random.list(), to: Array("labels.txt".utf8)) }
      if random.count(0...2) == 0 { try tree.write(random.list(), to: Array("classes.tsv".utf8)) }
      if random.count(0...9) == 0 { try tree.write(random.list(), to: Array("wnids.txt".utf8)) }
      if random.count(0...9) == 0 { try tree.write(random.list(), to: Array("val_annotations.txt".utf8)) }
      if random.count(0...9) == 0 { try tree.write(random.list(), to: Array("LOC_val_solution.csv".utf8)) }
      let classCount = random.count(1...5)
      do throws(ListingError) {
        check(try tree.list(classCount: classCount), classCount: classCount, seed)
      } catch {
        let line = error.description.replacingOccurrences(of: tree.root, with: "")
        let isPrintable = line.unicodeScalars.allSatisfy { $0.isPrintable }
        #expect(isPrintable, "seed \(seed): \(line.printable)")
        #expect(line.count < 3000, "seed \(seed)")
      }
    }
  }

  @Test func `A permuted list of classes permutes the labels and nothing else`() throws {
    let names = ["cat", "dog", "eel", "great white shark", "caf\u{E9}", "n01440764", "7", "x_y"]
    for seed in 0..<60 as Range<UInt64> {
      var generator = SeededGenerator(seed: 900 + seed)
      let order = names.shuffled(using: &generator)
      let tree = try ImageTree()
      let present = names.shuffled(using: &generator).prefix(Int.random(in: 1...8, using: &generator))
      try tree.add(present.map { $0 + "/x.jpg" })
      let ending = ["\n", "\r\n", "\r"].randomElement(using: &generator)!
      try tree.write(order.map { "\($0)\ttitle of \($0)" }.joined(separator: ending), to: "classes.tsv")
      for image in try tree.list(classCount: 8).images {
        let label = try #require(image.label)
        #expect(image.name == order[label] + "/x.jpg", "seed \(seed)")
      }
    }
  }
}
