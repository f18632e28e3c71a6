/// Some rows of a network, by number: a bit for each.
struct RowSet: Hashable, Sendable {
  private var words: [UInt64]

  /// No row of a network that has `count`.
  init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

  init(_ rows: some Sequence<Int>, count: Int) {
    self.init(count: count)
    for row in rows { insert(row) }
  }

  mutating func insert(_ row: Int) { words[row >> 6] |= 1 << UInt64(row & 63) }

  func contains(_ row: Int) -> Bool { words[row >> 6] >> UInt64(row & 63) & 1 == 1 }

  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  /// The least row; nil where there is none.
  var first: Int? {
    words.firstIndex { $0 != 0 }.map { $0 << 6 + words[$0].trailingZeroBitCount }
  }

  mutating func formUnion(_ other: RowSet) { for index in words.indices { words[index] |= other.words[index] } }

  mutating func subtract(_ other: RowSet) { for index in words.indices { words[index] &= ~other.words[index] } }

  func intersection(_ other: RowSet) -> RowSet {
    var result = self
    for index in words.indices { result.words[index] &= other.words[index] }
    return result
  }

  func intersectionCount(_ other: RowSet) -> Int {
    var count = 0
    for index in words.indices { count += (words[index] & other.words[index]).nonzeroBitCount }
    return count
  }

  func isSubset(of other: RowSet) -> Bool {
    for index in words.indices where words[index] & ~other.words[index] != 0 { return false }
    return true
  }
}
