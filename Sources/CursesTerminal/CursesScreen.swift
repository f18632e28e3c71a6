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

  private let frameWriter: FrameWriter?
  /// Whether ncurses has the terminal: it takes it with the next frame after it gave it back.
  private var hasTerminal = false
  private var encoder: CellEncoder
  private var shown: CellBuffer?
  private var pending: [Key] = []
  private var pushedBack: KeyDecoder.Input?
  private var isOpen = true
  private var hasReportedHangUp = false

  /// Takes the terminal over: alternate screen, single keys without echo, mouse, no cursor.
  ///
  /// `colorDepth` limits the colours below what the terminal has; `glyphs` other than ASCII ask for UTF-8 output in any
  /// locale. What is written to standard error is held back, and shown when the terminal is given back. Throws where standard input or output is no terminal, or `TERM` names none that can place the cursor.
  package init(
    environment: [String: String], colorDepth wanted: ColorDepth? = nil, glyphs: GlyphSet, usesMouse: Bool = true
  ) throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    cncurses_set_locale(glyphs == .ascii ? 0 : 1)
    let name = try Self.selectTerminal(environment: environment)
    guard let signals = TerminalGuard.prepare() else { throw .notATerminal }
    // Before newterm, which takes signals for itself only where nobody has.
    TerminalGuard.engage()
    guard let opened = cncurses_open(name), let window = cncurses_window(), let keyboard = newpad(1, 1) else {
      TerminalGuard.release()
      throw .unusableTerminal(name: name)
    }
    screen = opened
    self.window = window
    self.keyboard = keyboard
    inputDescriptors = [STDIN_FILENO, signals]

    raw()
    noecho()
    nonl()
    curs_set(0)
    if environment["ESCDELAY"] == nil { set_escdelay(25) }
    // Keys are read through a pad: reading through the window would draw it.
    keypad(keyboard, true)
    nodelay(keyboard, true)
    if usesMouse { _ = cncurses_enable_mouse() }

    var depth = ColorDepth.mono
    if has_colors(), start_color() == OK, use_default_colors() == OK {
      depth = .automatic(colorCount: Int(cncurses_color_count()), environment: environment)
    }
    colorDepth = wanted.map { min($0, depth) } ?? depth
    frameWriter = FrameWriter()
    encoder = CellEncoder(
      depth: colorDepth,
      pairs: ColorPairs(colorCount: Int(cncurses_color_count()), pairCount: Int(cncurses_pair_count())))
    size = Size(width: Int(cncurses_columns()), height: Int(cncurses_rows()))
    // Where COLUMNS or LINES say otherwise, as a shell may have exported them before a resize, the terminal is right.
    if let actual = Self.terminalSize(), actual != size { adopt(actual) }
  }

  /// `TERM`, or its twin with 256 colours where `COLORTERM` says that the terminal has them.
  private static func selectTerminal(environment: [String: String]) throws(TerminalError) -> String {
    let name = environment["TERM"] ?? ""
    guard !name.isEmpty else { throw .unusableTerminal(name: "") }
    let colorCount = cncurses_select_terminal(name)
    guard colorCount >= 0 else { throw .unusableTerminal(name: name) }
    if colorCount < 256, ["truecolor", "24bit"].contains(environment["COLORTERM"]?.lowercased() ?? "") {
      let richer = name + "-256color"
      if cncurses_select_terminal(richer) >= 256 { return richer }
      _ = cncurses_select_terminal(name)
    }
    return name
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
    shown = frame
    wnoutrefresh(window)
    if let frameWriter, hasTerminal {
      frameWriter.gather { doupdate() }
    } else {
      // The frame that takes the terminal sets its modes too, which no file in memory has.
      doupdate()
      hasTerminal = true
    }
  }

  package func beep() {
    guard isOpen else { return }
    CNcurses.beep()
  }

  package func nextKey() -> Key? {
    guard isOpen else { return nil }
    takeSignals()
    if !pending.isEmpty { return pending.removeFirst() }
    while let input = pushedBack ?? read() {
      pushedBack = nil
      switch input {
      case .code(KEY_RESIZE): resize()
      case .code(KEY_MOUSE): readMouse()
      default:
        let (key, left) = KeyDecoder.decode(input, next: read)
        pushedBack = left
        return key
      }
      if !pending.isEmpty { return pending.removeFirst() }
    }
    return reportHangUp()
  }

  package func suspend() {
    guard isOpen else { return }
    endwin()
    TerminalGuard.release()
    // The whole job, as the terminal does for Ctrl-Z: a shell script around this program stops too.
    kill(0, SIGTSTP)
    TerminalGuard.engage()
    redrawFromNothing()
  }

  package func restore() {
    guard isOpen else { return }
    isOpen = false
    endwin()
    TerminalGuard.release()
    delwin(keyboard)
    delscreen(screen)
    frameWriter?.close()
  }

  private func takeSignals() {
    while let number = TerminalGuard.nextSignal() {
      switch number {
      case SIGWINCH: resize()
      case SIGCONT: redrawFromNothing()
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
    reset_prog_mode()
    hasTerminal = false
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
