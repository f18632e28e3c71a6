/// Chooses some images of many so that every class has its share.
enum Spread {
  /// The places of `count` images, in their order: each class gets as many as any other, or one less, as far as it has
  /// them; which classes get one more, and which images of a class are taken, is spread evenly over their order.
  ///
  /// - Parameter labels: nil throughout where there are none; the list is then one class.
  static func indices(_ count: Int, of labels: [Int?]) -> [Int] {
    var members: [Int?: [Int]] = [:]
    for (index, label) in labels.enumerated() { members[label, default: []].append(index) }
    let classes = members.sorted { ($0.key ?? -1) < ($1.key ?? -1) }.map(\.value)
    var shares = [Int](repeating: 0, count: classes.count)
    var left = min(count, labels.count)
    while left > 0 {
      let open = classes.indices.filter { shares[$0] < classes[$0].count }
      let least = open.map { classes[$0].count - shares[$0] }.min() ?? 0
      if left >= open.count {
        // Whole rounds, until a class has no more.
        let rounds = min(least, left / open.count)
        for index in open { shares[index] += rounds }
        left -= rounds * open.count
      } else {
        for position in evenly(left, of: open.count) { shares[open[position]] += 1 }
        left = 0
      }
    }
    return zip(classes, shares).flatMap { members, share in evenly(share, of: members.count).map { members[$0] } }
      .sorted()
  }

  /// `count` of `total` positions at equal distances, the first among them.
  private static func evenly(_ count: Int, of total: Int) -> [Int] {
    (0..<count).map { $0 * total / count }
  }
}
