import Evaluation
import Models
import Quantization
import Terminal

extension Command {
  /// What changes quantizers.
  static let quantizing: [Command] = [
    editCommand(
      "toggle", "toggle the quantizer", keys: [.character(" ")], hint: "toggle",
      help: "A LayerNorm's input: PTS on or off. A softmax: LIS or what it was. Any other row: quantized or float.",
      twin: "evaluate --pts LIST --lis LIST", synonyms: ["switch", "enable", "disable"], request: .toggle),
    editCommand(
      "pts", "PTS on or off", keys: [.character("p")], hint: "PTS",
      help: "Powers-of-Two Scale at the LayerNorm inputs of the row, the selection or the group.",
      twin: "evaluate --pts LIST", synonyms: ["powers of two scale", "power-of-two scale", "powers-of-two", "layernorm"],
      argument: CommandArgument(
        ["pts", "p"], example: "pts off",
        among: [
          ("on", "PTS on at the row, the selection or the group", EditRequest.powersOfTwoScale(true)),
          ("off", "PTS off there, at the same width", .powersOfTwoScale(false)),
        ], refusal: { $0.refusal(of: $1) }, perform: { $0.request($1) }), request: .powersOfTwoScale(nil)),
    editCommand(
      "ladder", "attention: next step of the ladder", keys: [.character("t")], hint: "LIS",
      help: "Attention goes float, uniform 8, uniform 4, log2 4, LIS 4, and round again.",
      twin: "evaluate --lis LIST", synonyms: ["log-int-softmax", "log int softmax", "softmax", "lis"],
      argument: CommandArgument(
        ["attention", "lis", "softmax", "t"], example: "attention log2-4",
        among: [
          ("on", "LIS at 4 bit", EditRequest.attention(.logIntSoftmax(bits: 4))),
          ("off", "uniform 8 bit", .attention(.layerWise(8))),
        ] + attentionSchemes.map { ("\($0)", $0.title, .attention($0)) },
        refusal: { $0.refusal(of: $1) }, perform: { $0.request($1) }), request: .ladder(forward: true)),
    editCommand(
      "ladder.back", "attention: step back on the ladder", keys: [.character("T")],
      help: "The attention ladder the other way round.", request: .ladder(forward: false)),
    Command(
      "bits", .layers, "choose the bits", keys: [.character("b")], hint: "bits",
      help: "Then a digit from 2 to 8: the width of the quantizers of the row, the selection or the group.",
      twin: "evaluate --set ROWS=SCHEME", synonyms: ["width", "precision", "bitwidth"],
      argument: CommandArgument(
        ["bits", "b", "width"], example: "bits 4",
        among: IntegerFormat.widths.map { ("\($0)", "\($0) bit at the row, the selection or the group", EditRequest.bits($0)) },
        refusal: { $0.refusal(of: $1) }, perform: { $0.request($1) }),
      disabledReason: { state in
        let targets = state.targets
        if targets.rows.isEmpty && targets.hidden.isEmpty { return "no row here to give bits to" }
        return state.sites(of: targets.rows + targets.hidden).contains { state.scheme(at: $0) != .float }
          ? nil : "\(targets.phrase(targets.rows.count)) is in float: f quantizes it first"
      },
      action: { state in
        let bits = state.targetSites.compactMap { state.scheme(at: $0).bits }.max() ?? 8
        state.overlay = .bits(choice: bits)
        return []
      }),
    editCommand(
      "float", "float or quantized", keys: [.character("f")], hint: "float",
      help: "Takes the rows out of quantization, or back in as they were.", twin: "evaluate --set ROWS=float",
      synonyms: ["bypass", "fp32", "unquantized"],
      argument: CommandArgument(
        ["float", "f"], example: "float on",
        among: [
          ("on", "float at the row, the selection or the group", EditRequest.float(true)),
          ("off", "quantized there, as it was before", .float(false)),
        ], refusal: { $0.refusal(of: $1) }, perform: { $0.request($1) }), request: .float(nil)),
    editCommand(
      "apply", "apply to all of the kind", keys: [.character("a")], hint: "all",
      help: "Gives every row of the kind that the filter leaves the scheme of this row; shows first what that changes.",
      twin: "evaluate --pts all|none --lis all|none", synonyms: ["everywhere", "copy"], request: .applyToAll),
    Command(
      "observer", .everywhere, "next observer", keys: [.character("o")], hint: "observer",
      help: "How calibration finds ranges: minmax, ema, percentile, omse. PTS rows always use minmax.",
      twin: "evaluate --observer NAME", synonyms: ["calibration", "ranges"],
      argument: CommandArgument(
        ["observer", "o", "calibration"], example: "observer omse",
        among: ObserverKind.allCases.map { ($0.rawValue, "calibrates with \($0.rawValue)", $0) },
        refusal: { $0.configuration.observer == $1 ? "\($1.rawValue) is the observer already" : nil },
        perform: { $0.choose($1) }),
      action: { state in
        let kinds = ObserverKind.allCases
        let index = kinds.firstIndex(of: state.configuration.observer) ?? 0
        return state.choose(kinds[(index + 1) % kinds.count])
      }),
  ]

  private static let attentionSchemes: [QuantizationScheme] =
    [.float] + IntegerFormat.widths.reversed().map { .layerWise($0) } + IntegerFormat.widths.reversed().map { .log2(bits: $0) }
    + IntegerFormat.widths.reversed().map { .logIntSoftmax(bits: $0) }

  /// A command that edits the configuration: it is disabled exactly where its request is refused.
  private static func editCommand(
    _ id: String, _ name: String, keys: [Key], hint: String? = nil, help: String, twin: String? = nil,
    synonyms: [String] = [], argument: CommandArgument? = nil, request: EditRequest
  ) -> Command {
    Command(
      id, .layers, name, keys: keys, hint: hint, help: help, twin: twin, synonyms: synonyms, argument: argument,
      disabledReason: { $0.refusal(of: request) }, action: { $0.request(request) })
  }
}

extension WorkbenchState {
  fileprivate mutating func choose(_ observer: ObserverKind) -> [Effect] {
    var changed = configuration
    changed.observer = observer
    let effects = make(ConfigurationEdit(configuration: changed, change: "observer \(observer.rawValue)"))
    if calibration == nil {
      let time = preparation.calibrationSeconds.map { ", the last took \(Figures.seconds($0))" } ?? ""
      notice = Notice(
        "observer \(observer.rawValue): calibrates anew unless kept from earlier\(time); u goes back", .warning)
    }
    return effects
  }
}
