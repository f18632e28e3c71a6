import Terminal

extension Command {
  /// Moves in the map of one image's attention.
  static let mapping: [Command] = [
    image(
      "image.next", "next image", key: "]", hint: "image", help: "The next evaluation image.",
      argument: CommandArgument(["image"], example: "image 12") { state, typed in
        guard let image = Int(typed), image >= 0 else { return [] }
        let count = state.findings.imageCount ?? 0
        return [
          ArgumentChoice(
            text: typed, detail: "of \(count) images", refusal: image < count ? nil : "there are \(count) images, from 0"
          ) { state in
            state.options.image = image
            return []
          }
        ]
      }
    ) { $0.step(imageBy: 1) },
    image("image.previous", "previous image", key: "[", help: "And the one before.") { $0.step(imageBy: -1) },
    image("image.forward", "ten images on", key: "}", help: "Ten images further.") { $0.step(imageBy: 10) },
    image("image.back", "ten images back", key: "{", help: "Ten images back.") { $0.step(imageBy: -10) },
    flip("image.flip", "next flipped image", key: "n", hint: "flip", isForward: true),
    flip("image.flip.previous", "previous flipped image", key: "N", hint: nil, isForward: false),
    image("map.head.next", "next head in the map", key: ">", hint: "head", help: "One head by itself.") {
      $0.step(headBy: 1)
    },
    image("map.head.previous", "previous head in the map", key: "<", help: "And the one before.") {
      $0.step(headBy: -1)
    },
    Command(
      "map.head.all", .view(.map), "the mean of all heads", keys: [.character("H")],
      help: "The mean of all heads again.",
      disabledReason: { $0.options.head == nil ? "all heads are shown already" : nil },
      action: { state in
        state.options.head = nil
        return []
      }),
    image(
      "map.tokens", "class token or all tokens", key: "c", hint: "tokens",
      help: "What the class token takes from each patch, or what every token takes from every other."
    ) { $0.options.showsAllTokens.toggle() },
  ]

  private static func image(
    _ id: String, _ name: String, key: Character, hint: String? = nil, help: String,
    argument: CommandArgument? = nil, change: @escaping @Sendable (inout WorkbenchState) -> Void
  ) -> Command {
    Command(
      id, .view(.map), name, keys: [.character(key)], hint: hint, help: help, argument: argument,
      disabledReason: { $0.shownAttention == nil ? "no attention here: choose a row inside a block" : nil },
      action: { state in
        change(&state)
        return []
      })
  }

  private static func flip(_ id: String, _ name: String, key: Character, hint: String?, isForward: Bool) -> Command {
    Command(
      id, .view(.map), name, keys: [.character(key)], hint: hint,
      help: "The \(isForward ? "next" : "previous") image to which this configuration gives another class than float.",
      disabledReason: { state in
        guard let flips = state.flippedImages else { return "flips are known when the evaluation is finished" }
        return flips.isEmpty ? "no image changes its class in this configuration" : nil
      },
      action: { state in
        state.stepToFlip(forward: isForward)
        return []
      })
  }
}
