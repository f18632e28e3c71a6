import CNcurses
import Glibc
package import Terminal

/// The terminal that the program was started in, drawn on with ncurses.
@MainActor
package final class CursesScreen: Screen {
  package private(set) var size: Size
  package let colorDepth: ColorDepth
  /// What a loop polls for keys and signals: standard input, and the pipe that signals arrive on.
  package let inputDescriptors: [Int32]

  // ncurses owns what these point to until `delscreen`, which only `restore` calls; only the main actor uses them.
  private let screen: cncurses_screen_pointer
  private let window: cncurses_window_pointer
  private let keyboard: cncurses_window_pointer

  private let frameWriter: FrameWriter
  /// Whether the terminal marks what is pasted.
  private var bracketsPastes = false
  private var encoder: CellEncoder
  private var shown: CellBuffer?
  private var pending: [Key] = []
  private var pushedBack: [KeyDecoder.Input] = []
  private var lastEscape: ContinuousClock.Instant?
  private var isOpen = true
  private var hasReportedHangUp = false

  /// Takes the terminal over: alternate screen, single keys without echo, mouse, no cursor.
  ///
  /// `colorDepth` limits the colours below what the terminal has; `glyphs` other than ASCII ask for UTF-8 output in any
  /// locale. What is written to standard error is held back, and shown when the terminal is given back. Throws where
  /// standard input or output is no terminal, or `TERM` names none that can place the cursor.
  package init(
    environment: [String: String], colorDepth wanted: ColorDepth? = nil, glyphs: GlyphSet, usesMouse: Bool = true
  ) throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    cncurses_set_locale(glyphs == .ascii ? 0 : 1)
    let name = try TerminalEntry.select(environment: environment)
    guard let signals = TerminalGuard.prepare() else { throw .notATerminal }
    guard let writer = FrameWriter(signals: signals) else { throw .noDescriptorLeft }
    // Before newterm, which takes signals for itself only where nobody has.
    TerminalGuard.engage()
    guard let opened = cncurses_open(name), let window = cncurses_window(), let keyboard = newpad(1, 1) else {
      TerminalGuard.release()
      throw .unusableTerminal(name: name)
    }
    screen = opened
    self.window = window
    self.keyboard = keyboard
    frameWriter = writer
    inputDescriptors = [STDIN_FILENO, signals]

    raw()
    noecho()
    nonl()
    TerminalGuard.keepProgramModes()
    if environment["ESCDELAY"] == nil { set_escdelay(25) }
    nodelay(keyboard, true)
    writer.gather {
      curs_set(0)
      // Keys are read through a pad: reading through the window would draw it.
      keypad(keyboard, true)
      if usesMouse { _ = cncurses_enable_mouse() }
    }

    var depth = ColorDepth.mono
    if has_colors(), start_color() == OK, use_default_colors() == OK {
      depth = .automatic(colorCount: Int(cncurses_color_count()), environment: environment)
    }
    colorDepth = wanted.map { min($0, depth) } ?? depth
    encoder = CellEncoder(
      depth: colorDepth,
      pairs: ColorPairs(colorCount: Int(cncurses_color_count()), pairCount: Int(cncurses_pair_count())))
    size = Size(width: Int(cncurses_columns()), height: Int(cncurses_rows()))
    // Where COLUMNS or LINES say otherwise, as a shell may have exported them before a resize, the terminal is right.
    if let actual = Self.terminalSize(), actual != size { adopt(actual) }
  }

  package func present(_ buffer: CellBuffer) {
    guard isOpen else { return }
    let frame = buffer.size == size ? buffer : Self.fitted(buffer, size: size)
    if shown == nil {
      werase(window)
      clearok(window, true)
    }
    encoder.beginFrame()
    // All styles of the frame first, so that no new one takes the pair of a cell that stays as it is.
    for y in 0..<frame.height {
      for cell in frame.row(y) { encoder.use(cell.style) }
    }
    for run in frame.changes(from: shown) {
      let cells = encoder.encode(run.cells)
      cncurses_write(window, Int32(run.y), Int32(run.x), cells, Int32(cells.count))
    }
    wnoutrefresh(window)
    let outcome = frameWriter.gather {
      doupdate()
      if !bracketsPastes { cncurses_bracket_pastes(1) }
    }
    bracketsPastes = true
    shown = outcome == .whole ? frame : nil
    // Whatever came in between, the picture is drawn again.
    if outcome == .interrupted { pending.append(.resize(size)) }
  }

  package func beep() {
    guard isOpen else { return }
    frameWriter.gather { CNcurses.beep() }
  }

  package func nextKey() -> Key? {
    guard isOpen else { return nil }
    takeSignals()
    if !pending.isEmpty { return pending.removeFirst() }
    while let input = pushedBack.popLast() ?? read(waits: false) {
      switch input {
      case .code(KEY_RESIZE): resize()
      case .code(KEY_MOUSE): readMouse()
      default: return decode(input)
      }
      if !pending.isEmpty { return pending.removeFirst() }
    }
    return reportHangUp()
  }

  private func decode(_ input: KeyDecoder.Input) -> Key {
    let followsEscape = lastEscape.map { $0.duration(to: .now) < Self.lateRest } ?? false
    let (key, left) = KeyDecoder.decode(input, followsEscape: followsEscape) { waits in
      pushedBack.popLast() ?? read(waits: waits)
    }
    pushedBack += left.reversed()
    lastEscape = key == .escape ? .now : nil
    return key
  }

  /// How long after an Escape the rest of its sequence may come over a slow line; no hand is so fast.
  private static let lateRest = Duration.milliseconds(150)
  /// How long the rest of a sequence that has begun is waited for.
  private static let patience: Int32 = 200

  package func suspend() {
    guard isOpen else { return }
    giveBack()
    // The whole job, as the terminal does for Ctrl-Z: a shell script around this program stops too.
    kill(0, SIGTSTP)
    TerminalGuard.engage()
    redrawFromNothing()
  }

  package func restore() {
    guard isOpen else { return }
    isOpen = false
    giveBack()
    delwin(keyboard)
    delscreen(screen)
    frameWriter.close()
  }

  private func giveBack() {
    leaveScreen()
    TerminalGuard.release()
  }

  private func leaveScreen() {
    frameWriter.gatherLast {
      cncurses_bracket_pastes(0)
      endwin()
    }
    bracketsPastes = false
  }

  private func takeSignals() {
    while let number = TerminalGuard.nextSignal() {
      switch number {
      case SIGWINCH: resize()
      case SIGCONT:
        // In the background this stops the program before it writes.
        TerminalGuard.setProgramModes()
        // After SIGSTOP, which nothing can handle, ncurses has to enter its screen anew.
        leaveScreen()
        redrawFromNothing()
      case SIGTSTP: suspend()
      default: pending.append(.signal(number))
      }
    }
  }

  private static func terminalSize() -> Size? {
    var rows: Int32 = 0
    var columns: Int32 = 0
    guard cncurses_query_size(&rows, &columns) == OK else { return nil }
    return Size(width: Int(columns), height: Int(rows))
  }

  private func adopt(_ newSize: Size) {
    resize_term(Int32(newSize.height), Int32(newSize.width))
    size = newSize
  }

  private func resize() {
    if let newSize = Self.terminalSize() { adopt(newSize) }
    shown = nil
    // Of a storm of sizes only the last counts.
    pending.removeAll {
      if case .resize = $0 { true } else { false }
    }
    pending.append(.resize(size))
  }

  /// After a pause in which others had the terminal: its modes and its contents are unknown.
  private func redrawFromNothing() {
    TerminalGuard.setProgramModes()
    // The next frame starts with what enters the alternate screen, since endwin() has left it.
    resize()
  }

  private func readMouse() {
    var x: Int32 = 0
    var y: Int32 = 0
    let kind: MouseEvent.Kind? =
      switch Int(cncurses_read_mouse(&x, &y)) {
      case CNCURSES_PRESS: .press
      case CNCURSES_RELEASE: .release
      case CNCURSES_MIDDLE_PRESS: .middlePress
      case CNCURSES_RIGHT_PRESS: .rightPress
      case CNCURSES_WHEEL_UP: .wheelUp
      case CNCURSES_WHEEL_DOWN: .wheelDown
      default: nil
      }
    if let kind { pending.append(.mouse(MouseEvent(kind, x: Int(x), y: Int(y)))) }
  }

  private func read(waits: Bool) -> KeyDecoder.Input? {
    if let input = read() { return input }
    guard waits else { return nil }
    var state = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&state, 1, Self.patience) > 0 ? read() : nil
  }

  private func read() -> KeyDecoder.Input? {
    var value: wint_t = 0
    switch wget_wch(keyboard, &value) {
    case OK: return .character(value)
    case KEY_CODE_YES: return .code(Int32(bitPattern: value))
    default: return nil
    }
  }

  /// A terminal that is gone ends the program as SIGHUP does, even where the signal went elsewhere.
  private func reportHangUp() -> Key? {
    guard !hasReportedHangUp else { return nil }
    var state = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard poll(&state, 1, 0) > 0, state.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 else { return nil }
    hasReportedHangUp = true
    return .signal(SIGHUP)
  }

  private static func fitted(_ buffer: CellBuffer, size: Size) -> CellBuffer {
    var result = CellBuffer(size: size)
    for y in 0..<min(size.height, buffer.height) {
      for x in 0..<min(size.width, buffer.width) { result[x, y] = buffer[x, y] }
    }
    return result
  }
}
