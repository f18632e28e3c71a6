import Terminal

extension WorkbenchState {
  mutating func handleHelp(_ key: Key, _ place: HelpPlace) -> [Effect] {
    var place = place
    if place.search != nil {
      handleHelpSearch(key, &place)
      overlay = .help(place)
      return []
    }
    let height = HelpOverlay.area(self).height
    switch key {
    case .up, .character("k"): place.scroll -= 1
    case .down, .character("j"): place.scroll += 1
    case .pageUp: place.scroll -= height
    case .pageDown, .character(" "): place.scroll += height
    case .home, .character("g"): place.scroll = 0
    case .end, .character("G"): place.scroll = .max
    case .character("/"): place.search = TextInput()
    case .character("n"): goOn(&place, forward: true)
    case .character("N"): goOn(&place, forward: false)
    case .character("?"): place.scroll = HelpOverlay.glossaryLine(self)
    case .escape, .enter, .character("q"), .function(1), .control("c"):
      overlay = nil
      return []
    default:
      notice = Notice("in the help: arrows scroll, / searches, ? shows the words, Escape closes", .warning)
    }
    place.scroll = min(max(place.scroll, 0), HelpOverlay.lastScroll(self))
    overlay = .help(place)
    return []
  }

  private mutating func handleHelpSearch(_ key: Key, _ place: inout HelpPlace) {
    guard var input = place.search else { return }
    switch key {
    case _ where Self.isLeaving(key): place.search = nil
    case .enter:
      place.search = nil
      if !input.text.isEmpty { place.pattern = input.text }
      typed.add(input.text, to: .helpSearch)
      find(&place, from: place.scroll, forward: true)
    default:
      if input.recall(key, .helpSearch, from: typed) || input.handle(key) { place.search = input }
    }
  }

  private mutating func goOn(_ place: inout HelpPlace, forward: Bool) {
    guard !place.pattern.isEmpty else {
      notice = Notice("/ searches first; n and N go on", .warning)
      return
    }
    find(&place, from: (place.hit ?? place.scroll) + (forward ? 1 : -1), forward: forward)
  }

  /// Scrolls to the next line that holds the pattern, round through the ends.
  private mutating func find(_ place: inout HelpPlace, from line: Int, forward: Bool) {
    let hits = HelpOverlay.hits(self, pattern: place.pattern)
    guard let first = hits.first, let last = hits.last else {
      notice = Notice("the help does not hold '\(place.pattern)'", .warning)
      return
    }
    let hit = forward ? hits.first { $0 >= line } ?? first : hits.last { $0 <= line } ?? last
    place.hit = hit
    place.scroll = min(hit, HelpOverlay.lastScroll(self))
  }
}
