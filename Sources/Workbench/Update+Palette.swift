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
      let palette = Palette(self, line: input.text)
      guard palette.items.indices.contains(cursor) else {
        notice = Notice("nothing to do: Escape closes the palette", .warning)
        return []
      }
      // What is only near to the line is not done for it: somebody has to choose it.
      if let problem = palette.problem, cursor == 0 {
        notice = Notice("\(problem) \(palette.items[0].title) (Tab takes it)", .warning)
        return []
      }
      return choose(palette.items[cursor], typed: input.text)
    default:
      if input.handle(key) { overlay = .palette(input: input, cursor: 0) }
    }
    return []
  }

  mutating func choose(_ item: PaletteItem, typed line: String) -> [Effect] {
    if let refusal = item.refusal, item.isCorrectable {
      // The line stays, to be corrected: without it the next letters would be commands.
      notice = Notice(refusal, .warning)
      return []
    }
    overlay = nil
    typed.add(line, to: .palette)
    if let refusal = item.refusal {
      notice = Notice(refusal, .warning)
      return []
    }
    return item.perform(&self)
  }
}
