import Graphs
import Evaluation
import Foundation
import Models
import Quantization
import TestSupport
import Workbench

/// Invented answers of the networks.
enum FixtureProbe {
  static func answer(_ request: ProbeRequest) -> ProbeAnswer {
    switch request {
    case .attention(let attention, let image, _): .attention(map(attention, image: image))
    case .accumulatedErrors: .accumulatedErrors(accumulatedErrors)
    }
  }

  /// Each head looks at a place of its own; quantization keeps powers of two.
  private static func map(_ attention: Graph.AttentionSite, image: Int) -> AttentionMap {
    let side = 4
    let tokens = side * side + 1
    var float: [Float] = []
    for head in 0..<attention.headCount {
      for row in 0..<tokens {
        let weights = (0..<tokens).map { token -> Float in
          let distance = Float(abs((token - 1) % side - head) + abs((token - 1) / side - image % side))
          return token == 0 ? 1 : token == row ? 3 : exp(-distance)
        }
        let sum = weights.reduce(0, +)
        float += weights.map { $0 / sum }
      }
    }
    let quantized = float.map { Float(sign: .plus, exponent: Int(log2($0).rounded()), significand: 1) }
    let imageSide = Fixture.graph.imageSize
    let pixels = (0..<imageSide * imageSide).flatMap { place -> [UInt8] in
      let (y, x) = place.quotientAndRemainder(dividingBy: imageSide)
      return [UInt8(x * 8), UInt8(y * 8), (x / 8 + y / 8) % 2 == 0 ? 200 : 40]
    }
    return AttentionMap(
      site: attention.probabilities, image: image, imageName: "invented-\(image).jpg", label: image % 10,
      pixels: pixels, imageSide: imageSide, headCount: attention.headCount, queryCount: attention.shape.queryCount,
      tokenCount: tokens, float: float, quantized: quantized)
  }

  /// Errors gather with depth.
  private static let accumulatedErrors: AccumulatedErrors = {
    let sites = Fixture.graph.activationSites.filter { $0.role != .positionEmbedding }
    return AccumulatedErrors(
      imageCount: 16,
      sites: Dictionary(
        uniqueKeysWithValues: sites.enumerated().map {
          ($1.id, Fixture.signal(30 - 20 * Double($0) / Double(sites.count)))
        }))
  }()
}
