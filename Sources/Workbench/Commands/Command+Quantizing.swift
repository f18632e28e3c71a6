import Evaluation
import Models
import Quantization
import Terminal

extension Command {
  /// What changes quantizers.
  static let quantizing: [Command] = [
    editCommand(
      "toggle", "toggle the quantizer", keys: [.character(" ")], hint: "toggle",
      help: "LayerNorm: PTS on or off. Attention: LIS or uniform 8 bit. Any other site: quantized or float.",
      twin: "evaluate --pts LIST --lis LIST", edit: QuantizerEdits.toggle),
    editCommand(
      "pts", "PTS on or off", keys: [.character("p")], hint: "PTS",
      help: "Powers-of-Two Scale at the inputs of the LayerNorms of the row, the selection or the block.",
      twin: "evaluate --pts LIST", edit: QuantizerEdits.powersOfTwoScale),
    editCommand(
      "lis", "LIS: next step of the attention ladder", keys: [.character("l")], hint: "LIS",
      help: "Attention goes float, uniform 8, uniform 4, log2 4, LIS 4, and round again.",
      twin: "evaluate --lis LIST",
      edit: { state throws(ConfigurationEdit.Refusal) in try QuantizerEdits.ladder(state, step: 1) }),
    editCommand(
      "lis.back", "LIS: step back on the ladder", keys: [.character("L")],
      help: "The attention ladder the other way round.",
      edit: { state throws(ConfigurationEdit.Refusal) in try QuantizerEdits.ladder(state, step: -1) }),
    Command(
      "bits", .layers, "choose the bits", keys: [.character("b")], hint: "bits",
      help: "Then a digit from 2 to 8: the width of the quantizers of the row, the selection or the group.",
      twin: "evaluate --configuration FILE",
      disabledReason: { state in
        if state.targetRows.isEmpty { return "no row here to give bits to" }
        return state.targetSites.contains { state.scheme(at: $0) != .float }
          ? nil : "\(state.targetName) is in float: f or space quantizes it first"
      },
      action: { state in
        let bits = state.targetSites.compactMap { state.scheme(at: $0).bits }.max() ?? 8
        state.overlay = .bits(choice: bits)
        return []
      }),
    editCommand(
      "float", "float or quantized", keys: [.character("f")], hint: "float",
      help: "Takes the row's sites out of quantization, or back in.", twin: "evaluate --configuration FILE",
      edit: QuantizerEdits.floatBypass),
    editCommand(
      "apply", "apply to all of the kind", keys: [.character("a")], hint: "all",
      help: "Gives every site of the row's kind the scheme that the row has.",
      twin: "evaluate --pts all|none --lis all|none", edit: QuantizerEdits.applyToAll),
    Command(
      "observer", .everywhere, "next observer", keys: [.character("o")], hint: "observer",
      help: "How calibration finds ranges: minmax, ema, percentile, omse. PTS sites always use minmax.",
      twin: "evaluate --observer NAME",
      action: { state in
        let kinds = ObserverKind.allCases
        var configuration = state.configuration
        let index = kinds.firstIndex(of: configuration.observer) ?? 0
        configuration.observer = kinds[(index + 1) % kinds.count]
        let name = configuration.observer.rawValue
        let effects = state.make(ConfigurationEdit(configuration: configuration, change: "observer \(name)"))
        if state.calibration == nil {
          let time = state.preparation.calibrationSeconds.map { ", the last took \(Figures.seconds($0))" } ?? ""
          state.notice = Notice(
            "observer \(name): calibrates anew unless kept from earlier\(time); u goes back", .warning)
        }
        return effects
      }),
  ]

  /// A command that edits the configuration: it is disabled exactly where its edit is refused.
  private static func editCommand(
    _ id: String, _ name: String, keys: [Key], hint: String? = nil, help: String, twin: String? = nil,
    edit: @escaping @Sendable (WorkbenchState) throws(ConfigurationEdit.Refusal) -> ConfigurationEdit
  ) -> Command {
    Command(
      id, .layers, name, keys: keys, hint: hint, help: help, twin: twin,
      disabledReason: { state in
        do throws(ConfigurationEdit.Refusal) {
          _ = try edit(state)
          return nil
        } catch {
          return error.reason
        }
      },
      action: { state in
        do throws(ConfigurationEdit.Refusal) {
          return state.make(try edit(state))
        } catch {
          state.notice = Notice(error.reason, .warning)
          return []
        }
      })
  }
}
