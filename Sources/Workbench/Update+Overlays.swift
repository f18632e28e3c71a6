import Quantization
import Terminal

extension WorkbenchState {
  /// Keys while something lies over the panes.
  mutating func handleInOverlay(_ key: Key) -> [Effect] {
    if key == .control("z") { return [.suspend] }
    switch overlay {
    case nil, .tour: return []
    case .help(let place): return handleHelp(key, place)
    case .palette(let input, let cursor): return handlePalette(key, input: input, cursor: cursor)
    case .filter(let input, let before, let row): return handleFilter(key, input: input, before: before, row: row)
    case .bits(let choice): return handleBits(key, choice: choice)
    case .preview(let preview): return handlePreview(key, preview)
    case .details:
      overlay = nil
      return []
    case .path(let kind, let input): return handlePath(key, kind, input)
    case .overwrite(let request): return handleOverwrite(key, request)
    case .figuresMissing(let request): return handleFiguresMissing(key, request)
    case .quitConfirmation: return handleQuit(key)
    }
  }

  static func isLeaving(_ key: Key) -> Bool { key == .escape || key == .control("c") }

  private mutating func handleFilter(_ key: Key, input: TextInput, before: String, row: Int) -> [Effect] {
    var input = input
    switch key {
    case _ where Self.isLeaving(key):
      overlay = nil
      layers.filter = before
      layers.cursor = row
    case .enter:
      overlay = nil
      typed.add(input.text, to: .filter)
      if visibleRows.isEmpty {
        notice = Notice("no row is called '\(layers.filter)'", .warning)
        layers.filter = before
        layers.cursor = row
      } else {
        sayWhatIsHidden()
      }
    case .up, .down:
      moveCursor(by: key == .up ? -1 : 1)
    default:
      guard input.recall(key, .filter, from: typed) || input.handle(key) else { return [] }
      overlay = .filter(input: input, before: before, row: row)
      layers.filter = input.text
      // The first row that matches is the one that was meant.
      if let hit = visibleRows.first(where: { !tree.rows[$0].isGroup }) { layers.cursor = hit }
    }
    return []
  }

  /// A selection that the filter hides in part is still there: whoever edits it is asked.
  private mutating func sayWhatIsHidden() {
    let hidden = targets.hidden.count
    guard !layers.selected.isEmpty, hidden > 0 else { return }
    notice = Notice("the filter hides \(hidden) of \(layers.selected.count) selected rows: an edit will ask", .warning)
  }

  private mutating func handleBits(_ key: Key, choice: Int) -> [Effect] {
    let widths = IntegerFormat.widths
    switch key {
    case .left, .down, .character("h"), .character("j"), .character("b"):
      overlay = .bits(choice: choice > widths.lowerBound ? choice - 1 : widths.upperBound)
    case .right, .up, .character("l"), .character("k"):
      overlay = .bits(choice: choice < widths.upperBound ? choice + 1 : widths.lowerBound)
    case .enter, .character(" "): return choose(bits: choice)
    case .character(let character):
      guard let bits = character.wholeNumberValue, widths.contains(bits) else {
        let what = character.wholeNumberValue == nil ? "'\(character)' is no width" : "a width is 2 to 8 bits"
        notice = Notice("\(what): press a digit from 2 to 8, or Escape; f takes a row to float", .warning)
        break
      }
      return choose(bits: bits)
    case _ where Self.isLeaving(key): overlay = nil
    default: notice = Notice("press a digit from 2 to 8, or Escape to leave the bits as they are", .warning)
    }
    return []
  }

  private mutating func choose(bits: Int) -> [Effect] {
    overlay = nil
    return request(.bits(bits))
  }

  private mutating func handlePreview(_ key: Key, _ preview: EditPreview) -> [Effect] {
    switch key {
    case .enter, .character("y"):
      guard let plan = preview.plan else {
        notice = Notice("the filter hides every row that was meant: i changes them all the same", .warning)
        return []
      }
      overlay = nil
      return carryOut(plan)
    case .character("i"):
      guard let plan = preview.withHidden else {
        notice = Notice("nothing is hidden: Enter makes the change, Escape leaves it", .warning)
        return []
      }
      overlay = nil
      return carryOut(plan)
    case .character("n"), .character("q"): overlay = nil
    case _ where Self.isLeaving(key): overlay = nil
    default: notice = Notice("Enter makes the change, Escape leaves everything as it is", .warning)
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
    default: notice = Notice("y leaves, n stays, e exports first", .warning)
    }
    return []
  }
}
