import Terminal

/// The last line: keys for where the person is, or what an overlay waits for.
enum FooterView {
  struct Item {
    let command: Command
    let key: String
    let columns: Range<Int>
  }

  /// The commands whose hints fit, each with the columns that a click finds it by.
  static func items(_ state: WorkbenchState) -> [Item] {
    let width = state.layout().footer.width - 1
    // The ways out keep their place at the end, whatever else fits.
    let last = (state.layout().isWide ? ["export", "quit", "help"] : ["help"]).map(Command.named)
    let lastWidth = last.reduce(1) { $0 + text($1, state).count + 2 }
    var items: [Item] = []
    var x = 1
    func add(_ command: Command) {
      let end = x + text(command, state).count
      items.append(Item(command: command, key: key(command, state), columns: x..<end))
      x = end + 2
    }
    if state.offersReturn { add(Command.named("resume")) }
    for command in order(state) where command.hint != nil && command.isInScope(state) && command.id != "resume" {
      guard !last.contains(where: { $0.id == command.id }) else { continue }
      if x + text(command, state).count + lastWidth <= width { add(command) }
    }
    last.forEach(add)
    return items
  }

  /// What is worth a place in the footer, the most used first; a view's own keys come after the first of them, and the
  /// rest follows in the table's order.
  private static let favourites = [
    "toggle", "pts", "ladder", "bits", "undo", "palette", "filter", "apply", "float", "observer",
  ]
  private static let favouritesBeforeOwn = 4

  /// A view's own keys first where it has the focus; on a narrow screen the way to the other pane.
  private static func order(_ state: WorkbenchState) -> [Command] {
    let own = Command.all.filter { if case .view = $0.scope { true } else { false } }
    var others = favourites.map(Command.named)
    others += Command.all.filter { command in
      if case .view = command.scope { return false }
      return !favourites.contains(command.id)
    }
    let isWide = state.layout().isWide
    if !isWide { others.removeAll { $0.id == "pane" } }
    if state.focus == .view { return (isWide ? [] : [Command.named("pane")]) + own + others }
    if !isWide { others.insert(Command.named("pane"), at: 1) }
    others.insert(contentsOf: own, at: favouritesBeforeOwn + (isWide ? 0 : 1))
    return others
  }

  private static func key(_ command: Command, _ state: WorkbenchState) -> String {
    let key = command.keys.first?.description ?? ""
    // A step forward and a step back share a place.
    switch key {
    case "]": return "[ ]"
    case ">": return "< >"
    default: return key
    }
  }

  private static func text(_ command: Command, _ state: WorkbenchState) -> String {
    key(command, state) + " " + (command.hint ?? "")
  }

  static func draw(_ state: WorkbenchState, in rect: Rect, _ painter: inout Painter) {
    // Without a line of its own, what is said of a key takes the prompt's place until the next key.
    if state.layout().status == nil, let notice = state.notice {
      painter.write(notice.text, x: rect.x + 1, y: rect.y, role: notice.role, width: rect.width - 2)
      return
    }
    if let overlay = state.overlay, drawPrompt(overlay, state, in: rect, &painter) { return }
    for item in items(state) {
      let isDisabled = item.command.disabledReason(state) != nil
      let x = rect.x + item.columns.lowerBound
      let used = painter.write(item.key, x: x, y: rect.y, role: isDisabled ? .disabled : .keyHint)
      painter.write(" " + (item.command.hint ?? ""), x: x + used, y: rect.y, role: isDisabled ? .disabled : .plain)
    }
  }

  /// Whether the overlay is a line in the footer's place.
  private static func drawPrompt(
    _ overlay: Overlay, _ state: WorkbenchState, in rect: Rect, _ painter: inout Painter
  ) -> Bool {
    let line = rect.inset(left: 1)
    switch overlay {
    case .filter(let input, _, _):
      InputLine.draw("filter ", input, hint: "Enter keeps  Escape drops", in: line, &painter)
    case .path(let kind, let input):
      InputLine.draw(
        kind.title + " ", input, hint: "Enter writes  Tab completes  Escape leaves", in: line, &painter)
    case .bits(let choice):
      var x = line.x + painter.write("bits ", x: line.x, y: rect.y, role: .title)
      for bits in 2...8 {
        x += painter.write(" \(bits) ", x: x, y: rect.y, role: bits == choice ? .cursorRow : .plain)
      }
      painter.write("  a digit, or arrows and Enter", x: x, y: rect.y, role: .muted, width: rect.maxX - x)
    case .preview(let preview): drawChoices(PreviewOverlay.choices(preview), in: line, &painter)
    case .overwrite(let request):
      drawChoices(
        [("\(request.path) exists: overwrite it? ", .warning), ("y", .keyHint), ("/", .plain), ("N", .keyHint)],
        short: [("exists: overwrite? ", .warning), ("y", .keyHint), ("/", .plain), ("N", .keyHint)], in: line, &painter)
    case .figuresMissing(let request):
      let missing = state.missingFigures(of: request) ?? "the figures are in"
      let choices: [(String, StyleRole)] = [
        ("w", .keyHint), (" wait  ", .plain), ("n", .keyHint), (" without  ", .plain), ("Escape", .keyHint), (" back", .plain),
      ]
      drawChoices(
        [
          ("\(missing). ", .warning), ("w", .keyHint), (" waits and writes then  ", .plain), ("n", .keyHint),
          (" writes without figures  ", .plain), ("Escape", .keyHint), (" back", .plain),
        ], short: [("no figures: ", .warning)] + choices, in: line, &painter)
    case .quitConfirmation:
      let choices: [(String, StyleRole)] = [
        ("y", .keyHint), (" quit  ", .plain), ("n", .keyHint), (" stay  ", .plain), ("e", .keyHint), (" export", .plain),
      ]
      drawChoices(
        [((state.lossByLeaving ?? "Nothing would be lost.") + " ", .warning)] + choices,
        short: [("not exported: ", .warning)] + choices, in: line, &painter)
    case .tour, .help, .palette, .details: return false
    }
    return true
  }

  /// A question with its answers, in the shorter wording where the whole does not fit.
  private static func drawChoices(
    _ pieces: [(String, StyleRole)], short: [(String, StyleRole)]? = nil, in rect: Rect, _ painter: inout Painter
  ) {
    painter.write(painter.width(of: pieces) <= rect.width ? pieces : short ?? pieces, x: rect.x, y: rect.y, width: rect.width)
  }
}

extension Notice {
  var role: StyleRole {
    switch severity {
    case .info: .accent
    case .success: .good
    case .warning: .warning
    case .failure: .bad
    }
  }
}
