import ArgumentParser
import Graphs
import Evaluation
import Models
import Quantization

/// The options that choose a configuration; the same for every command.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("A configuration to start from: an exported one, or one written by hand.", valueName: "file"),
    transform: path)
  var configuration: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "LayerNorms with Powers-of-Two Scale: all, none, a list such as 0,3,5-7, or rows such as blocks.*.norm1. "
        + "(default: all)", valueName: "list"),
    transform: LayerList.init(parsing:))
  var pts: LayerList?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Attentions with Log-Int-Softmax: all, none, a list such as 0,3,5-7, or rows such as blocks.3.attn. "
        + "(default: all)", valueName: "list"),
    transform: LayerList.init(parsing:))
  var lis: LayerList?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How activation ranges are found: minmax, ema, percentile or omse. (default: minmax)", valueName: "name"))
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

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A scheme for rows, such as 'blocks.*.mlp.fc2.weight=uniform4-channel-wise'; may be given again, the last wins. "
        + "Rows are a name, a group or a pattern with * ? [0-3] {a,b} {0-11}; 'fqvit inspect' lists them.",
      valueName: "rows=scheme"),
    transform: SchemeStatement.init(parsing:))
  var set: [SchemeStatement] = []

  func validate() throws {
    for (option, bits) in [("--weight-bits", weightBits), ("--activation-bits", activationBits)] {
      if let bits, !IntegerFormat.widths.contains(bits) {
        throw ValidationError("\(option) is \(bits); choose 2 to 8")
      }
    }
  }

  /// Whether any option chooses something beside the file.
  var changesConfiguration: Bool {
    pts != nil || lis != nil || observer != nil || attention != nil || weightBits != nil || activationBits != nil
      || !set.isEmpty
  }

  /// The chosen configuration: the file's, or the default; then the options; then each `--set`, in order.
  func resolve(for model: Model) throws(Failure) -> ChosenConfiguration {
    let graph = model.graph
    let file = try configuration.map { path throws(Failure) in
      try Failure.reporting { try ConfigurationFile(path: path, model: model) }
    }
    var configuration = QuantizationConfiguration.fullMethod(for: graph)
    if let file {
      switch file.content {
      case .export(let export):
        configuration = export.configuration(for: graph)
        guard changesConfiguration else {
          return ChosenConfiguration(configuration: configuration, export: export, file: file)
        }
      case .words(let words):
        let start = configuration
        configuration = try Failure.reporting {
          try words.configuration(startingFrom: start, path: file.path, graph: graph)
        }
      }
    }
    if let observer { configuration.observer = observer }
    for site in graph.sites {
      let bits = site.role == .weight ? weightBits : activationBits
      if let bits, site.role != .attention {
        configuration.set(configuration.scheme(at: site).with(bits: bits), at: site)
      }
    }
    try choosePowersOfTwo(&configuration, graph: graph)
    try chooseAttention(&configuration, graph: graph)
    do throws(QuantizationError) {
      for statement in set { try configuration.apply(statement, in: graph) }
    } catch {
      throw .wrongUse("--set: \(error)")
    }
    if let problem = configuration.problem(for: graph) { throw .wrongUse(problem.description) }
    return ChosenConfiguration(configuration: configuration, export: nil, file: file)
  }

  private func choosePowersOfTwo(_ configuration: inout QuantizationConfiguration, graph: Graph) throws(Failure) {
    guard let pts else { return }
    let inputs = graph.layerNorms.map(\.input)
    let chosen = try pts.indices(of: inputs, in: graph, option: "--pts", what: "LayerNorm")
    for (index, id) in inputs.enumerated() {
      guard let site = graph.site(id) else { continue }
      let bits = configuration.scheme(at: site).bits ?? 8
      configuration.set(chosen.contains(index) ? .powersOfTwoScale(bits: bits) : .layerWise(bits), at: site)
    }
  }

  /// LIS where `--lis` says or, without it, where it is by now; elsewhere `--attention`, and 8 bits where LIS was taken off.
  private func chooseAttention(_ configuration: inout QuantizationConfiguration, graph: Graph) throws(Failure) {
    guard lis != nil || attention != nil else { return }
    let attentions = graph.attentions.compactMap { graph.site($0.probabilities) }
    let present = Set(attentions.indices.filter { configuration.scheme(at: attentions[$0]).isLogIntSoftmax })
    let chosen = try lis?.indices(of: attentions.map(\.id), in: graph, option: "--lis", what: "attention") ?? present
    if attention != nil, chosen.count == attentions.count {
      throw .wrongUse("--attention is for attentions without LIS, and all have it; choose those that do with --lis")
    }
    for (index, site) in attentions.enumerated() {
      if chosen.contains(index) {
        if !present.contains(index) { configuration.set(.logIntSoftmax(bits: 4), at: site) }
      } else if let attention {
        configuration.set(attention.scheme, at: site)
      } else {
        configuration.set(.layerWise(8), at: site)
      }
    }
  }
}

extension SchemeStatement {
  /// `ROWS=SCHEME`, as `--set` takes it.
  init(parsing argument: String) throws {
    guard let equals = argument.lastIndex(of: "=") else {
      throw ValidationError("expected rows=scheme, such as 'blocks.*.mlp.fc2.weight=uniform4-channel-wise'")
    }
    let (rows, word) = (String(argument[..<equals]), String(argument[argument.index(after: equals)...]))
    guard !rows.isEmpty else { throw ValidationError("no rows stand before the '='") }
    guard let scheme = QuantizationScheme(word) else { throw ValidationError(QuantizationScheme.expectation(insteadOf: word)) }
    self.init(rows: rows, scheme: scheme)
  }
}

extension ObserverKind: ExpressibleByArgument {}
