import Foundation
import Quantization
import TestSupport
import Testing

@Suite struct QuantizationConfigurationTests {
  private static func site(_ name: String, _ role: SiteRole) -> Site {
    Site(id: SiteID(name), role: role, rowCount: 17, channelCount: 32, block: nil)
  }

  private let normInput = site("blocks.0.norm2", .normInput)
  private let attention = site("blocks.0.attn.softmax", .attention)
  private let weight = site("head", .weight)

  @Test func `The base has 8 bits everywhere, a channel for weights`() {
    for role in SiteRole.allCases {
      let expected: QuantizationScheme = role == .weight ? .channelWise(8) : .layerWise(8)
      #expect(QuantizationConfiguration.base.defaultScheme(of: role) == expected)
      #expect(QuantizationConfiguration.float.defaultScheme(of: role) == .float)
    }
    #expect(QuantizationConfiguration.base.observer == .minmax)
  }

  @Test func `An override stands at its site only`() {
    var configuration = QuantizationConfiguration.base
    configuration.set(.powersOfTwoScale(bits: 8), at: normInput)
    #expect(configuration.scheme(at: normInput) == .powersOfTwoScale(bits: 8))
    #expect(configuration.scheme(at: Self.site("blocks.1.norm2", .normInput)) == .layerWise(8))
    #expect(configuration.overrides == [normInput.id: .powersOfTwoScale(bits: 8)])
  }

  @Test func `An override equal to the default is not stored`() {
    var configuration = QuantizationConfiguration.base
    configuration.set(.layerWise(8), at: normInput)
    #expect(configuration.overrides.isEmpty)
    configuration.set(.float, at: normInput)
    #expect(configuration != .base)
    configuration.set(.layerWise(8), at: normInput)
    #expect(configuration == .base)
    #expect(configuration.hashValue == QuantizationConfiguration.base.hashValue)
  }

  @Test func `The same choices by any path are equal`() {
    var generator = SeededGenerator(seed: 3)
    let sites = (0..<12).map { Self.site("blocks.\($0).qact2", .normInput) }
    let schemes = [QuantizationScheme.float, .layerWise(8), .channelWise(4), .powersOfTwoScale(bits: 8)]
    for _ in 0..<50 {
      var wandering = QuantizationConfiguration.base
      var last: [SiteID: QuantizationScheme] = [:]
      for _ in 0..<40 {
        let site = sites.randomElement(using: &generator)!
        let scheme = schemes.randomElement(using: &generator)!
        wandering.set(scheme, at: site)
        last[site.id] = scheme
      }
      var direct = QuantizationConfiguration.base
      for site in sites { direct.set(last[site.id] ?? .layerWise(8), at: site) }
      #expect(wandering == direct, "seed \(generator.seed)")
      #expect(wandering.overrides.count == last.values.count { $0 != .layerWise(8) })
    }
  }

  @Test func `Coded as JSON objects keyed by names, and back`() throws {
    var configuration = QuantizationConfiguration.base
    configuration.observer = .percentile
    configuration.set(.powersOfTwoScale(bits: 8), at: normInput)
    configuration.set(.logIntSoftmax(bits: 4), at: attention)
    configuration.set(.channelWise(4), at: weight)
    let data = try JSONEncoder().encode(configuration)
    #expect(try JSONDecoder().decode(QuantizationConfiguration.self, from: data) == configuration)

    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["schemaVersion"] as? Int == 1)
    #expect(object["observer"] as? String == "percentile")
    #expect(
      object["overrides"] as? [String: String]
        == ["blocks.0.norm2": "pts8", "blocks.0.attn.softmax": "lis4", "head": "uniform4-channel-wise"])
    let defaults = try #require(object["defaults"] as? [String: String])
    #expect(Set(defaults.keys) == Set(SiteRole.allCases.map(\.rawValue)))
    #expect(defaults["weight"] == "uniform8-channel-wise")
    #expect(defaults["normInput"] == "uniform8")
  }

  @Test func `The observer is part of the configuration`() {
    var configuration = QuantizationConfiguration.base
    configuration.observer = .omse
    #expect(configuration != .base)
  }
}
