import Images
import TestSupport
import Testing

/// Images chosen from more: the same ones always, of every class its share.
@Suite struct SpreadTests {
  let tree: ImageTree

  init() throws { tree = try ImageTree() }

  private func counts(_ set: LabelledImages) -> [Int?: Int] {
    Dictionary(set.images.map { ($0.label, 1) }, uniquingKeysWith: +)
  }

  @Test func `Each class gets its share, whatever the folders' sizes`() throws {
    for (label, count) in [9, 1, 3, 7].enumerated() { try tree.add((0..<count).map { "\(label)/\($0).jpg" }) }
    let set = try tree.list(classCount: 4)
    #expect(counts(set.spread(4)) == [0: 1, 1: 1, 2: 1, 3: 1])
    #expect(counts(set.spread(10)) == [0: 3, 1: 1, 2: 3, 3: 3])
    #expect(counts(set.spread(13)) == [0: 5, 1: 1, 2: 3, 3: 4])
    #expect(counts(set.spread(2)).count == 2 && set.spread(2).images.map(\.label) == [0, 2])
    #expect(set.spread(20).images == set.images && set.spread(99).images == set.images)
    #expect(set.spread(3).source == set.source)
  }

  @Test func `A list is spread over its classes too, and keeps its order`() throws {
    try tree.add((0..<12).map { "\($0).jpg" })
    try tree.write((0..<12).map { "\($0).jpg \($0 / 4)\n" }.joined(), to: "labels.txt")
    let set = try tree.list(classCount: 3).spread(6)
    #expect(set.images.map(\.name) == ["0.jpg", "2.jpg", "4.jpg", "6.jpg", "8.jpg", "10.jpg"])
  }

  @Test func `Without labels the list itself is spread`() throws {
    try tree.add((10..<20).map { "\($0).jpg" })
    #expect(try tree.list(classCount: 3).spread(3).images.map(\.name) == ["10.jpg", "13.jpg", "16.jpg"])
  }

  @Test func `Shares differ by one at most, in any set`() throws {
    var generator = SeededGenerator(seed: 5)
    for round in 0..<20 {
      let tree = try ImageTree()
      let sizes = (0..<6).map { _ in Int.random(in: 1...6, using: &generator) }
      for (label, size) in sizes.enumerated() { try tree.add((0..<size).map { "\(label)/\($0).jpg" }) }
      let set = try tree.list(classCount: 6)
      for count in 1...set.images.count {
        let chosen = set.spread(count)
        let shares = counts(chosen)
        #expect(chosen.images.count == count && Set(chosen.images).count == count, "round \(round)")
        // A class with fewer has all of its images there.
        let open = (0..<6).filter { shares[$0, default: 0] < sizes[$0] }.map { shares[$0, default: 0] }
        #expect((shares.values.max() ?? 0) - (open.min() ?? shares.values.max() ?? 0) <= 1, "round \(round)")
      }
    }
  }
}
