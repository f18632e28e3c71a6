import Terminal

/// The card of the first start: what is on screen, five keys, and where help is.
///
/// It lies at the right, so that the layers beside it can already be seen and walked.
enum TourOverlay {
  private static let width = 68
  private static let keyWidth = 10

  /// What is seen, in the first wording that fits.
  private static let places: [[String]] = [
    ["Left, the network: a row for each quantizer. On top its accuracy.", "The network; above, its accuracy"],
    ["Right, a look inside the row under the cursor: 1 to 5 choose it.", "Tab shows the row from inside"],
  ]

  /// Commands by their names in the table, each with what it is for.
  private static let commands: [(id: String, wordings: [String])] = [
    ("down", ["the next row; Up goes back", "next row"]),
    ("toggle", ["switches the row's quantizer; the accuracy follows", "switches the quantizer"]),
    ("undo", ["takes the last change back", "undoes that"]),
    ("apply", ["gives all of its kind the row's choice, after a look", "does so to all its kind"]),
    ("export", ["writes what you chose to a file", "writes your choice"]),
    ("help", ["all keys of where you are, at any time", "all keys, at any time"]),
  ]

  static func frame(_ size: Size) -> Rect {
    let width = min(size.width - 2, width)
    let height = min(size.height - 2, places.count + commands.count + 2)
    // Over the plot: the view's own figures below it, the status line and the footer stay in sight.
    let below = max(3, size.height / 4)
    return Rect(x: size.width - width - 1, y: max(1, size.height - height - below), width: width, height: height)
  }

  static func draw(_ state: WorkbenchState, _ painter: inout Painter) {
    let rect = frame(state.display.size)
    let inner = painter.frame(rect, title: "welcome")
    for (index, wordings) in places.enumerated() {
      painter.write(
        painter.fitting(wordings, width: inner.width), x: inner.x, y: inner.y + index, width: inner.width)
    }
    for (index, item) in commands.enumerated() {
      let y = inner.y + places.count + index
      let key = Command.named(item.id).keys.first?.description ?? ""
      painter.write(key, x: inner.x, y: y, role: .keyHint, width: keyWidth - 1)
      let width = inner.width - keyWidth
      painter.write(painter.fitting(item.wordings, width: width), x: inner.x + keyWidth, y: y, width: width)
    }
    let way = painter.fitting(
      [" Escape closes; fqvit --tour shows this again ", " Escape closes "], width: rect.width - 4)
    painter.write(way, x: rect.maxX - 2 - painter.width(of: way), y: rect.maxY - 1, role: .muted)
  }
}
