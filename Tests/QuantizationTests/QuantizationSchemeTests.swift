import Foundation
import Quantization
import Testing

@Suite struct QuantizationSchemeTests {
  static let all: [QuantizationScheme] =
    [.float]
    + IntegerFormat.widths.flatMap { bits -> [QuantizationScheme] in
      Granularity.allCases.map { .uniform(bits: bits, granularity: $0) }
        + [.powersOfTwoScale(bits: bits), .log2(bits: bits), .logIntSoftmax(bits: bits)]
    }

  @Test(
    arguments: [
      (.float, "float"), (.layerWise(8), "uniform8"), (.channelWise(8), "uniform8-channel-wise"),
      (.powersOfTwoScale(bits: 8), "pts8"),
      (.log2(bits: 4), "log2-4"), (.logIntSoftmax(bits: 4), "lis4"),
    ] as [(QuantizationScheme, String)])
  func `Words`(scheme: QuantizationScheme, word: String) {
    #expect(scheme.description == word)
  }

  @Test func `Every scheme comes back from its word`() throws {
    #expect(Self.all.count == 1 + 7 * 5)
    #expect(Set(Self.all.map(\.description)).count == Self.all.count)
    for scheme in Self.all {
      #expect(QuantizationScheme(scheme.description) == scheme)
      #expect(QuantizationScheme(codingKey: scheme.codingKey) == scheme)
      let data = try JSONEncoder().encode([scheme])
      #expect(String(decoding: data, as: UTF8.self) == "[\"\(scheme)\"]")
      #expect(try JSONDecoder().decode([QuantizationScheme].self, from: data) == [scheme])
    }
  }

  @Test(arguments: [
    "", "uniform", "uniform1", "uniform9", "uniform08", "uniform8-layer-wise", "Uniform8", "uniform8 ", "pts1", "pts",
    "lis-4", "log24", "float8",
  ])
  func `Other words are refused by name`(word: String) throws {
    #expect(QuantizationScheme(word) == nil)
    let error = #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([QuantizationScheme].self, from: JSONEncoder().encode([word]))
    }
    guard case .dataCorrupted(let context)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(context.debugDescription == "unknown scheme '\(word)'")
  }

  @Test func `Widths`() {
    #expect(QuantizationScheme.float.bits == nil)
    #expect(QuantizationScheme.float.with(bits: 3) == .float)
    for scheme in Self.all where scheme != .float {
      for bits in IntegerFormat.widths {
        let other = scheme.with(bits: bits)
        #expect(other.bits == bits)
        #expect(other.with(bits: scheme.bits!) == scheme)
      }
    }
  }

  @Test func `The attention ladder is that of the ablation`() {
    #expect(
      QuantizationScheme.attentionLadder.map(\.description) == ["float", "uniform8", "uniform4", "log2-4", "lis4"])
    #expect(QuantizationScheme.attentionLadder.allSatisfy(SiteRole.attention.allows))
  }
}
