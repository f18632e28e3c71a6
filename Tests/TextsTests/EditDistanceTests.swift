import Testing
import Texts

struct EditDistanceTests {
  @Test(arguments: [
    ("", "", 0), ("", "norm", 4), ("kitten", "sitting", 3), ("blocks.3.nrom1", "blocks.3.norm1", 2), ("abc", "cba", 2),
  ])
  func countsWhatMustChange(first: String, second: String, expected: Int) {
    #expect(first.editDistance(to: second) == expected)
    #expect(second.editDistance(to: first) == expected)
  }

  @Test func countsElementsOfWhateverItIsGiven() {
    // One letter, two bytes.
    #expect("Kase".editDistance(to: "Käse") == 1)
    #expect("Kase".utf8.editDistance(to: "Käse".utf8) == 2)
    #expect([1, 2, 3].editDistance(to: [1, 3]) == 1)
  }
}
