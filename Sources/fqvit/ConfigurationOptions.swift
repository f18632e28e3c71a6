import ArgumentParser
import Evaluation
import Models
import Quantization

/// The options that choose a configuration; the same for every command.
struct ConfigurationOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("An exported configuration to start from.", valueName: "file"),
    transform: path)
  var configuration: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "LayerNorms with Powers-of-Two Scale: all, none or a list such as 0,3,5-7. (default: all)", valueName: "list"),
    transform: IndexList.init(parsing:))
  var pts: IndexList?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Attentions with Log-Int-Softmax: all, none or a list such as 0,3,5-7. (default: all)", valueName: "list"),
    transform: IndexList.init(parsing:))
  var lis: IndexList?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How activation ranges are found. (default: minmax)", valueName: "name"))
  var observer: ObserverKind?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What the attentions without LIS use: float, uniform8, uniform4, log2-4. (default: uniform8)",
      valueName: "scheme"),
    transform: AttentionScheme.init(parsing:))
  var attention: AttentionScheme?

  @Option(name: .long, help: ArgumentHelp("Bits of every weight, 2 to 8. (default: 8)", valueName: "bits"))
  var weightBits: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Bits of every activation but attention probabilities, 2 to 8. (default: 8)", valueName: "bits"))
  var activationBits: Int?

  func validate() throws {
    for (option, bits) in [("--weight-bits", weightBits), ("--activation-bits", activationBits)] {
      if let bits, !IntegerFormat.widths.contains(bits) {
        throw ValidationError("\(option) is \(bits); choose 2 to 8")
      }
    }
  }

  /// Whether any option chooses something beside the exported file.
  var changesConfiguration: Bool {
    pts != nil || lis != nil || observer != nil || attention != nil || weightBits != nil || activationBits != nil
  }

  /// The chosen configuration, and the quantizers of the exported file where it is used unchanged.
  func resolve(for model: Model) throws(Failure) -> (
    configuration: QuantizationConfiguration, export: ConfigurationExport?
  ) {
    var export: ConfigurationExport?
    if let path = configuration {
      export = try Failure.reporting { try ConfigurationExport(path: path, model: model) }
    }
    let graph = model.graph
    var configuration = export?.configuration(for: graph) ?? .base
    if export != nil && !changesConfiguration { return (configuration, export) }
    if let observer { configuration.observer = observer }
    for site in graph.sites {
      let bits = site.role == .weight ? weightBits : activationBits
      if let bits, site.role != .attention {
        configuration.set(configuration.scheme(at: site).with(bits: bits), at: site)
      }
    }
    try choosePowersOfTwo(&configuration, graph: graph, isFresh: export == nil)
    try chooseAttention(&configuration, graph: graph, isFresh: export == nil)
    return (configuration, nil)
  }

  private func choosePowersOfTwo(
    _ configuration: inout QuantizationConfiguration, graph: ModelGraph, isFresh: Bool
  ) throws(Failure) {
    guard let list = pts ?? (isFresh ? .all : nil) else { return }
    let chosen = try list.indices(count: graph.layerNorms.count, option: "--pts", what: "LayerNorm")
    for (index, norm) in graph.layerNorms.enumerated() {
      guard let site = graph.site(norm.input) else { continue }
      let bits = configuration.scheme(at: site).bits ?? 8
      configuration.set(chosen.contains(index) ? .powersOfTwoScale(bits: bits) : .layerWise(bits), at: site)
    }
  }

  private func chooseAttention(
    _ configuration: inout QuantizationConfiguration, graph: ModelGraph, isFresh: Bool
  ) throws(Failure) {
    let list = lis ?? (isFresh ? .all : nil)
    let chosen = try list?.indices(count: graph.attentions.count, option: "--lis", what: "attention")
    for (index, entry) in graph.attentions.enumerated() {
      guard let site = graph.site(entry.probabilities) else { continue }
      if let chosen, chosen.contains(index) {
        configuration.set(.logIntSoftmax(bits: 4), at: site)
      } else if let attention {
        configuration.set(attention.scheme, at: site)
      } else if chosen != nil {
        configuration.set(.layerWise(8), at: site)
      }
    }
  }
}

/// A step of the attention ladder below LIS.
struct AttentionScheme {
  let scheme: QuantizationScheme

  init(parsing argument: String) throws {
    switch QuantizationScheme(argument) {
    case .logIntSoftmax?: throw ValidationError("LIS is chosen by --lis; expected float, uniform8, uniform4 or log2-4")
    case let scheme? where SiteRole.attention.allows(scheme): self.scheme = scheme
    default: throw ValidationError("expected float, uniform8, uniform4 or log2-4")
    }
  }
}

extension ObserverKind: ExpressibleByArgument {}
