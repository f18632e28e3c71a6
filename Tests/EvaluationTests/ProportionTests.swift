import Evaluation
import Testing

/// The Wilson interval, against values computed by its formula elsewhere and tables.
@Suite struct ProportionTests {
  @Test(
    arguments: [
      (0, 10, 0, 0, 27.7533), (5, 10, 50, 23.6593, 76.3407), (10, 10, 100, 72.2467, 100),
      (81, 263, 30.7985, 25.5289, 36.6210),
      (1, 1, 100, 20.6549, 100), (0, 1, 0, 0, 79.3451), (654, 800, 81.75, 78.9238, 84.2727),
    ] as [(Int, Int, Double, Double, Double)])
  func `Known values`(count: Int, total: Int, percent: Double, low: Double, high: Double) {
    let proportion = Proportion(count: count, total: total)
    #expect(abs(proportion.percent - percent) < 1e-3)
    #expect(abs(proportion.interval.lowerBound - low) < 1e-3)
    #expect(abs(proportion.interval.upperBound - high) < 1e-3)
  }

  @Test func `Nothing counted yet`() {
    let proportion = Proportion(count: 0, total: 0)
    #expect(proportion.percent == 0)
    #expect(proportion.interval == 0...100)
  }

  @Test func `The interval holds the share, mirrors, and lies within 0 and 100`() {
    for total in [1, 2, 7, 100, 800] {
      for count in 0...total {
        let interval = Proportion(count: count, total: total).interval
        let mirror = Proportion(count: total - count, total: total).interval
        #expect(interval.contains(Proportion(count: count, total: total).percent))
        #expect(interval.lowerBound >= 0 && interval.upperBound <= 100)
        #expect(abs(interval.lowerBound - (100 - mirror.upperBound)) < 1e-9)
      }
    }
  }
}
