import Graphs
import Models
import Quantization
import Terminal

extension Command {
  /// The views and what they show.
  static let viewing: [Command] =
    ViewKind.allCases.map { view in
      Command(
        "view.\(view.title.lowercased())", .everywhere, "view \(view.title)", keys: [.character(view.digit)],
        help: help(of: view), twin: twin(of: view),
        synonyms: ["show \(view.title.lowercased())", "view \(view.digit)"],
        action: { state in
          state.show(view)
          return []
        })
    } + [
      Command(
        "channels.sort", .view(.ranges), "sort the channels", keys: [.character("s")], hint: "sort",
        help: "Channels by the width of their range, or in their own order.",
        disabledReason: { $0.shownChannelCount == 0 ? "this row has no channels" : nil },
        action: { state in
          state.options.sortsChannels.toggle()
          return []
        }),
      stepCommand(
        "channel.next", .ranges, "next channel", keys: ["]"], step: 1, help: "The histogram of the next channel."),
      stepCommand("channel.previous", .ranges, "previous channel", keys: ["["], step: -1, help: "And of the one before."),
      stepCommand("channel.forward", .ranges, "ten channels on", keys: ["}"], step: 10, help: "Ten channels further."),
      stepCommand("channel.back", .ranges, "ten channels back", keys: ["{"], step: -10, help: "Ten channels back."),
      Command(
        "channel.all", .view(.ranges), "all channels", keys: [.character("H")],
        help: "The histogram of all values again.",
        disabledReason: { $0.options.channel == nil ? "all channels are shown already" : nil },
        action: { state in
          state.options.channel = nil
          return []
        }),
      stepCommand("head.next", .attention, "next head", keys: ["]", ">"], step: 1, help: "One head by itself."),
      stepCommand("head.previous", .attention, "previous head", keys: ["[", "<"], step: -1, help: "And the one before."),
      Command(
        "head.all", .view(.attention), "all heads", keys: [.character("H")], hint: "all heads",
        help: "All heads together again.",
        disabledReason: { $0.options.head == nil ? "all heads are shown already" : nil },
        action: { state in
          state.options.head = nil
          return []
        }),
      Command(
        "attention.compare", .view(.attention), "compare with another step", keys: [.character("c")], hint: "compare",
        help: "Shows what another step of the ladder would make of it, without switching to it.",
        disabledReason: { $0.shownAttention == nil ? "no attention here" : nil },
        action: { state in
          let steps: [QuantizationScheme?] = [nil] + QuantizationScheme.attentionLadder.dropFirst().map { $0 }
          let index = steps.firstIndex(of: state.options.comparedScheme) ?? 0
          state.options.comparedScheme = steps[(index + 1) % steps.count]
          return []
        }),
      Command(
        "run.return", .view(.runs), "return to this configuration", keys: [.enter, .character(" ")],
        hint: "return to it",
        help: "Makes the run's configuration the present one; undo comes back.", twin: "evaluate --configuration FILE",
        disabledReason: { state in
          guard let record = state.cursorRun else { return "no run yet" }
          return record.configuration == state.configuration ? "this is the present configuration" : nil
        },
        action: { state in
          guard let record = state.cursorRun else { return [] }
          return state.make(
            ConfigurationEdit(configuration: record.configuration, change: "run \(record.id): \(state.label(of: record))"))
        }),
      Command(
        "run.confirm", .view(.runs), "confirm on held-out images", keys: [.character("c")], hint: "confirm",
        help: "Evaluates the run on images that no run has seen: an unflattered figure for the one that you chose.",
        twin: "evaluate MODEL IMAGES --held-out N",
        disabledReason: { $0.confirmationRefusal },
        action: { $0.confirmCursorRun() }),
      flipCommand(
        "flips.down", "next flip", key: "]", step: 1, hint: "flip", help: "The next image whose class changed."),
      flipCommand("flips.up", "previous flip", key: "[", step: -1, help: "And the one before."),
      flipCommand("flips.forward", "ten flips on", key: "}", step: 10, help: "Ten flips further."),
      flipCommand("flips.back", "ten flips back", key: "{", step: -10, help: "Ten flips back."),
      Command(
        "flips.map", .view(.runs), "show the flip's image", keys: [.character("i")], hint: "its image",
        help: "Shows the image of the flip under the cursor in the map, with the attention of the layers' cursor.",
        disabledReason: { $0.cursorFlip == nil ? "no flip to show" : nil },
        action: { state in
          guard let flip = state.cursorFlip else { return [] }
          state.options.image = flip.image
          // The map needs an attention; where the layers' cursor stands on none, the last block's says most.
          if state.shownAttention == nil, let last = state.graph.attentions.last { state.goToRow(named: last.probabilities.name) }
          state.show(.map)
          return []
        }),
    ]

  private static func flipCommand(
    _ id: String, _ name: String, key: Character, step: Int, hint: String? = nil, help: String
  ) -> Command {
    Command(
      id, .view(.runs), name, keys: [.character(key)], hint: hint, help: help,
      disabledReason: { $0.shownComparison?.flips.isEmpty == false ? nil : "no flips here" },
      action: { state in
        state.options.flipCursor = max(0, state.options.flipCursor + step)
        return []
      })
  }

  private static func stepCommand(
    _ id: String, _ view: ViewKind, _ name: String, keys: [Character], step: Int, help: String
  ) -> Command {
    Command(
      id, .view(view), name, keys: keys.map(Key.character), hint: step == 1 ? (view == .ranges ? "channel" : "head") : nil,
      help: help,
      disabledReason: { state in
        if view == .ranges { return state.shownChannelCount == 0 ? "this row has no channels" : nil }
        return state.shownAttention == nil ? "no attention here" : nil
      },
      action: { state in
        state.step(by: step)
        return []
      })
  }

  private static func help(of view: ViewKind) -> String {
    switch view {
    case .ranges: "The range of every channel, the levels laid over them, and what PTS would gain."
    case .attention: "The distribution of attention before and after its quantizer."
    case .map: "One image beside what an attention takes from it, before and after its quantizer."
    case .error: "The SQNR of each site by itself, and of what has accumulated there, through the depth: taller is better."
    case .runs: "Every configuration tried, with its figures, and which images flipped."
    }
  }

  private static func twin(of view: ViewKind) -> String? {
    switch view {
    case .ranges, .attention, .error: "inspect MODEL IMAGES"
    case .map, .runs: nil
    }
  }
}
