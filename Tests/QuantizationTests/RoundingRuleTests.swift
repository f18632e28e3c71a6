import Quantization
import Testing

@Suite struct RoundingRuleTests {
  /// The table of the type's documentation, and the ends of every half.
  @Test(arguments: [
    (2.5, 2.0, 2.0), (3.5, 4, 3), (-2.5, -2, -3), (-0.2, 0, -1), (0.5, 0, 0), (1.5, 2, 1), (-0.5, 0, -1),
    (-1.5, -2, -2),
    (0, 0, 0), (7, 7, 7), (-7, -7, -7),
  ])
  func `Worked numbers`(x: Double, halfToEven: Double, down: Double) {
    #expect(RoundingRule.halfToEven(x) == halfToEven)
    #expect(RoundingRule.halfToEven(Float(x)) == Float(halfToEven))
    #expect(RoundingRule.down(x) == down)
    #expect(RoundingRule.down(Float(x)) == Float(down))
  }
}
