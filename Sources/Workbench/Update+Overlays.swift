import Quantization
import Terminal

extension WorkbenchState {
  /// Keys while something lies over the panes.
  mutating func handleInOverlay(_ key: Key) -> [Effect] {
    if key == .control("z") { return [.suspend] }
    switch overlay {
    case nil, .tour: return []
    case .help(let scroll): return handleHelp(key, scroll: scroll)
    case .palette(let input, let cursor): return handlePalette(key, input: input, cursor: cursor)
    case .filter(let input, let before): return handleFilter(key, input: input, before: before)
    case .bits(let choice): return handleBits(key, choice: choice)
    case .exportPath(let input):
      return handlePath(key, input: input, changed: Overlay.exportPath) { state, path in
        state.pendingExport = state.configuration
        return .export(path: path, state.configuration)
      }
    case .screenPath(let input):
      return handlePath(key, input: input, changed: Overlay.screenPath) { _, path in .writeScreen(path: path) }
    case .logPath(let input):
      return handlePath(key, input: input, changed: Overlay.logPath) { state, path in
        .writeLog(path: path, text: state.log.text)
      }
    case .quitConfirmation: return handleQuit(key)
    }
  }

  private static func isLeaving(_ key: Key) -> Bool { key == .escape || key == .control("c") }

  private mutating func handleHelp(_ key: Key, scroll: Int) -> [Effect] {
    let last = max(0, HelpOverlay.lines(self).count - HelpOverlay.area(self).height)
    switch key {
    case .up, .character("k"): overlay = .help(scroll: max(0, scroll - 1))
    case .down, .character("j"): overlay = .help(scroll: min(last, scroll + 1))
    case .pageUp: overlay = .help(scroll: max(0, scroll - HelpOverlay.area(self).height))
    case .pageDown, .character(" "): overlay = .help(scroll: min(last, scroll + HelpOverlay.area(self).height))
    case .home, .character("g"): overlay = .help(scroll: 0)
    case .end, .character("G"): overlay = .help(scroll: last)
    case .escape, .enter, .character("q"), .character("?"), .function(1), .control("c"): overlay = nil
    default: break
    }
    return []
  }

  private mutating func handlePalette(_ key: Key, input: TextInput, cursor: Int) -> [Effect] {
    let found = PaletteOverlay.matches(self, query: input.text)
    var input = input
    switch key {
    case _ where Self.isLeaving(key): overlay = nil
    case .up, .control("p"): overlay = .palette(input: input, cursor: max(0, cursor - 1))
    case .down, .control("n"), .tab: overlay = .palette(input: input, cursor: min(max(found.count - 1, 0), cursor + 1))
    case .enter:
      overlay = nil
      guard found.indices.contains(cursor) else { return [] }
      return found[cursor].command.perform(&self)
    default:
      if input.handle(key) { overlay = .palette(input: input, cursor: 0) }
    }
    return []
  }

  private mutating func handleFilter(_ key: Key, input: TextInput, before: String) -> [Effect] {
    var input = input
    switch key {
    case _ where Self.isLeaving(key):
      overlay = nil
      layers.filter = before
    case .enter:
      overlay = nil
      if visibleRows.isEmpty {
        notice = Notice("no layer is called '\(layers.filter)'", .warning)
        layers.filter = before
      }
    case .up, .down:
      moveCursor(by: key == .up ? -1 : 1)
    default:
      guard input.handle(key) else { return [] }
      overlay = .filter(input: input, before: before)
      layers.filter = input.text
      // The first row that matches is the one that was meant.
      if let hit = visibleRows.first(where: { !tree.rows[$0].isGroup }) { layers.cursor = hit }
    }
    return []
  }

  private mutating func handleBits(_ key: Key, choice: Int) -> [Effect] {
    let widths = IntegerFormat.widths
    switch key {
    case .left, .down, .character("b"):
      overlay = .bits(choice: choice > widths.lowerBound ? choice - 1 : widths.upperBound)
    case .right, .up:
      overlay = .bits(choice: choice < widths.upperBound ? choice + 1 : widths.lowerBound)
    case .enter:
      return choose(bits: choice)
    case .character(let character):
      guard let bits = character.wholeNumberValue else { break }
      guard widths.contains(bits) else {
        notice = Notice("2 to 8 bits; f takes a row to float", .warning)
        break
      }
      return choose(bits: bits)
    case .escape, .control("c"): overlay = nil
    default: break
    }
    return []
  }

  private mutating func choose(bits: Int) -> [Effect] {
    overlay = nil
    do throws(ConfigurationEdit.Refusal) {
      return make(try QuantizerEdits.bits(self, bits))
    } catch {
      notice = Notice(error.reason, .warning)
      return []
    }
  }

  private mutating func handlePath(
    _ key: Key, input: TextInput, changed: (TextInput) -> Overlay,
    accepted: (inout WorkbenchState, String) -> Effect
  ) -> [Effect] {
    var input = input
    switch key {
    case _ where Self.isLeaving(key): overlay = nil
    case .enter:
      guard !input.text.allSatisfy(\.isWhitespace) else {
        notice = Notice("a file needs a name", .warning)
        return []
      }
      overlay = nil
      return [accepted(&self, input.text)]
    default:
      if input.handle(key) { overlay = changed(input) }
    }
    return []
  }

  private mutating func handleQuit(_ key: Key) -> [Effect] {
    switch key {
    case .character("y"), .character("q"), .enter, .control("c"): return [.quit]
    case .character("e"):
      overlay = nil
      return Command.named("export").perform(&self)
    case .character("n"), .escape: overlay = nil
    default: break
    }
    return []
  }
}
