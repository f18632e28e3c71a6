import Graphs
import Evaluation
import Models
import Quantization
import Tensors
import Testing

extension Conformance {
  struct Scales {
    /// A scale is a range over 255, both ends single activations. With AVX-512 these equal the program's to the bit; where
    /// oneDNN sums in another order, they agree to some units in the last place of a sum of 768 terms.
    static let relativeBound: Float = 1e-5

    /// Where oneDNN sums in another order, not with LIS: there the program's last calibration batch is a quantized network,
    /// which turns last bits into its own noise, and that is in every scale behind the first attention.
    @Test(arguments: ReferenceProgram.inScope.filter { !$0.lis || ReferenceProgram.sumsAsTheProgram })
    func `Every scale, zero point and exponent`(program: ReferenceProgram) throws {
      let engine = try program.network.engine()
      let graph = engine.model.graph
      let file = try program.file(program.name)
      let table = try program.quantizers(engine)
      let configuration = program.configuration(for: graph)
      var worst: (error: Float, site: String) = (0, "")
      var siteCount = 0
      var equalCount = 0
      for site in graph.sites where file.contains(ReferenceProgram.name(of: site) + ".scale") {
        let quantizer =
          site.role == .weight
          ? engine.model.weightQuantizer(configuration.scheme(at: site), at: site) : table[site.id]
        let ours = SiteChoice(scheme: configuration.scheme(at: site), quantizer: quantizer)
        let scales = try #require(ours.scales, "\(site.id) has no scale")
        let expected = try file.tensor(ReferenceProgram.name(of: site) + ".scale").elements
        // A site with one scale says it once there, and once per channel here.
        try #require(
          scales.count == expected.count || expected.count == 1 && Set(scales).count == 1, "\(site.id)")
        siteCount += 1
        if zip(scales, expected).allSatisfy({ $0 == $1 }) { equalCount += 1 }
        for (ours, theirs) in zip(scales, expected) {
          let error = abs(ours - theirs) / theirs
          if error > worst.error { worst = (error, site.id.name) }
          #expect(error <= Self.relativeBound, "\(site.id): \(ours) against \(theirs)")
        }
        let zeroPoints = try file.integers(ReferenceProgram.name(of: site) + ".zero_point")
        for (ours, theirs) in zip(ours.zeroPoints ?? [], zeroPoints) {
          #expect(ours == theirs, "\(site.id): zero point")
        }
        if let exponents = ours.exponents, expected.count > 1, let smallest = expected.min(), let base = ours.baseScale {
          // Their scales are s · 2^α; where no channel has α = 0 the smallest of them is not s.
          let shift = Int((smallest / base).exponent) + ((smallest / base).significand > 1.5 ? 1 : 0)
          let theirs = expected.map { scale -> Int in
            let ratio = scale / smallest
            return Int(ratio.exponent) + (ratio.significand > 1.5 ? 1 : 0) + shift
          }
          #expect(exponents.map(Int.init) == theirs, "\(site.id): exponents")
        }
      }
      let softmaxes = program.lis ? graph.attentions.count : 0
      #expect(siteCount == graph.sites.count - softmaxes, "a site of ours is not in the reference")
      print(
        "\(program.testDescription): \(siteCount) sites, \(equalCount) equal to the bit, worst \(worst.error) at \(worst.site)")
    }
  }
}
