import Terminal

extension WorkbenchState {
  mutating func handlePalette(_ key: Key, input: TextInput, cursor: Int) -> [Effect] {
    var input = input
    switch key {
    case _ where Self.isLeaving(key): overlay = nil
    case .up where cursor == 0, .control("p") where cursor == 0:
      // Above the first line stands what was typed before.
      if input.recall(.up, .palette, from: typed) { overlay = .palette(input: input, cursor: 0) }
    case .up, .control("p"): overlay = .palette(input: input, cursor: cursor - 1)
    case .down, .control("n"):
      let count = Palette(self, line: input.text).items.count
      overlay = .palette(input: input, cursor: min(max(count - 1, 0), cursor + 1))
    case .tab:
      let items = Palette(self, line: input.text).items
      guard items.indices.contains(cursor) else { return [] }
      input.replace(with: items[cursor].completion)
      overlay = .palette(input: input, cursor: 0)
    case .enter:
      let items = Palette(self, line: input.text).items
      guard items.indices.contains(cursor) else {
        notice = Notice("nothing to do: Escape closes the palette", .warning)
        return []
      }
      return choose(items[cursor], typed: input.text)
    default:
      if input.handle(key) { overlay = .palette(input: input, cursor: 0) }
    }
    return []
  }

  mutating func choose(_ item: PaletteItem, typed line: String) -> [Effect] {
    overlay = nil
    typed.add(line, to: .palette)
    if let refusal = item.refusal {
      notice = Notice(refusal, .warning)
      return []
    }
    return item.perform(&self)
  }
}
