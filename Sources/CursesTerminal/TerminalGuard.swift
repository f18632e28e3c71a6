import CNcurses

/// Gives the terminal back on every way out; the one user of guard.h, whose state belongs to this file's object.
///
/// Nothing here may be inlined elsewhere: another object file would get a state of its own.
@MainActor
enum TerminalGuard {
  /// Remembers the terminal's modes; returns the descriptor that signals arrive on, nil where there is no terminal.
  @inline(never)
  static func prepare() -> Int32? {
    let descriptor = cguard_prepare()
    guard descriptor >= 0 else { return nil }
    // The mouse protocols that ncurses may have turned on, and pasting in brackets; terminals without them ignore the bytes.
    cguard_append_text("\u{1B}[?1006l\u{1B}[?1003l\u{1B}[?1002l\u{1B}[?1000l\u{1B}[?2004l")
    for capability in ["sgr0", "op", "cnorm", "rmkx", "rmcup"] { cguard_append_capability(capability) }
    return descriptor
  }

  @inline(never)
  static func engage() { cguard_engage() }

  /// Keeps the terminal's present modes as those of the program.
  @inline(never)
  static func keepProgramModes() { cguard_keep_program_modes() }

  /// Sets the program's modes again after others had the terminal.
  @inline(never)
  static func setProgramModes() { cguard_set_program_modes() }

  @inline(never)
  static func release() { cguard_release() }

  /// The next signal that has arrived; nil for none.
  @inline(never)
  static func nextSignal() -> Int32? {
    let number = cguard_next_signal()
    return number == 0 ? nil : number
  }
}
