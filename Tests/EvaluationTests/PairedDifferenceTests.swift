import Evaluation
import Testing

@Suite struct PairedDifferenceTests {
  /// 20 images, 3 gained, 1 lost: n = 22, up 3.5, down 1.5; Δ = 2 / 22 = 9.0909 %;
  /// half = 1.959964 · √(5 − 4 / 22) / 22 = 19.5554 %.
  @Test func `By hand`() {
    let difference = PairedDifference(gained: 3, lost: 1, total: 20)
    #expect(difference.points == 10)
    #expect(abs(difference.interval.lowerBound - (9.090909 - 19.555413)) < 1e-4)
    #expect(abs(difference.interval.upperBound - (9.090909 + 19.555413)) < 1e-4)
  }

  @Test func `No change has an interval about zero`() {
    let interval = PairedDifference(gained: 0, lost: 0, total: 800).interval
    #expect(interval.contains(0))
    // half = 1.959964 · √1 / 802
    #expect(abs(interval.upperBound - 0.244384) < 1e-4)
    #expect(abs(interval.lowerBound + interval.upperBound) < 1e-12)
  }

  @Test func `Ends`() {
    #expect(PairedDifference(gained: 0, lost: 0, total: 0).interval == -100...100)
    #expect(PairedDifference(gained: 0, lost: 0, total: 0).points == 0)
    #expect(PairedDifference(gained: 0, lost: 5, total: 5).points == -100)
    for total in [1, 2, 9] {
      for gained in 0...total {
        for lost in 0...(total - gained) {
          let interval = PairedDifference(gained: gained, lost: lost, total: total).interval
          let mirror = PairedDifference(gained: lost, lost: gained, total: total).interval
          #expect(interval.lowerBound >= -100 && interval.upperBound <= 100)
          #expect(abs(interval.lowerBound + mirror.upperBound) < 1e-9)
        }
      }
    }
  }
}
