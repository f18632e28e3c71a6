import Quantization
import Testing

@Suite struct ObserverTests {
  private static func observer(_ kind: ObserverKind, _ batches: [BatchExtremes]) -> Observer {
    var observer = Observer(kind: kind)
    for batch in batches { observer.fold(batch) }
    return observer
  }

  private static let batches = [
    BatchExtremes(minimum: -1, maximum: 2, lowQuantile: -0.5, highQuantile: 1),
    BatchExtremes(minimum: -3, maximum: 4, lowQuantile: -1.5, highQuantile: 3),
    BatchExtremes(minimum: -2, maximum: 1, lowQuantile: -1, highQuantile: 0),
  ]

  @Test func `Before any batch there is no range`() {
    for kind in ObserverKind.allCases {
      #expect(Observer(kind: kind).minimum == nil)
      #expect(Observer(kind: kind).maximum == nil)
    }
  }

  @Test(arguments: [ObserverKind.minmax, .omse])
  func `Running minimum and maximum`(kind: ObserverKind) {
    let observer = Self.observer(kind, Self.batches)
    #expect(observer.minimum == -3)
    #expect(observer.maximum == 4)
  }

  /// −1, then −1 + 0.01 · (−3 + 1) = −1.02, then −1.02 + 0.01 · (−2 + 1.02) = −1.0298; the same way up.
  @Test func `Moving average of the extremes`() throws {
    let observer = Self.observer(.ema, Self.batches)
    #expect(abs(try #require(observer.minimum) + 1.0298) < 1e-6)
    #expect(abs(try #require(observer.maximum) - 2.0098) < 1e-6)
    #expect(Self.observer(.ema, [Self.batches[0]]).minimum == -1)
    #expect(Self.observer(.ema, [Self.batches[0]]).maximum == 2)
  }

  /// −0.5, then −0.51, then −0.5149; 1, then 1.02, then 1.0098.
  @Test func `Moving average of the quantiles`() throws {
    let observer = Self.observer(.percentile, Self.batches)
    #expect(abs(try #require(observer.minimum) + 0.5149) < 1e-6)
    #expect(abs(try #require(observer.maximum) - 1.0098) < 1e-6)
  }

  @Test func `An average is taken step by step in float32`() {
    let first: Float = 0.1
    let second: Float = 0.7
    let observer = Self.observer(
      .ema, [BatchExtremes(minimum: first, maximum: first), BatchExtremes(minimum: second, maximum: second)])
    #expect(observer.minimum == first + Float(0.01) * (second - first))
  }
}
