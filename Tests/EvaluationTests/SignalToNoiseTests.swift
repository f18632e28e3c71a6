import Evaluation
import Testing

@Suite struct SignalToNoiseTests {
  @Test func `Decibels`() {
    #expect(SignalToNoise(signal: 1000, noise: 1).decibels == 30)
    #expect(SignalToNoise(signal: 1, noise: 1).decibels == 0)
    #expect(SignalToNoise(signal: 1, noise: 0).decibels == .infinity)
    #expect(SignalToNoise(signal: 0, noise: 1).decibels == nil)
  }

  @Test func `Sums add`() {
    var sum = SignalToNoise(signal: 1, noise: 2)
    sum += SignalToNoise(signal: 10, noise: 20)
    #expect(sum == SignalToNoise(signal: 11, noise: 22))
  }
}
