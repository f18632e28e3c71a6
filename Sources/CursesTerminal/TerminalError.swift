/// Why there can be no screen.
package enum TerminalError: Error, Hashable, Sendable {
  /// Standard input or standard output is a file or a pipe.
  case notATerminal
  /// `TERM` names nothing that can place a cursor; empty where it is not set.
  case unusableTerminal(name: String)
}

extension TerminalError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notATerminal:
      "standard input and output are not a terminal; without a screen, use a subcommand such as 'fqvit evaluate'"
    case .unusableTerminal(name: ""):
      "TERM is not set; set it (for instance TERM=xterm-256color), or use a subcommand such as 'fqvit evaluate'"
    case .unusableTerminal(let name):
      "TERM=\(name) is unknown or cannot place the cursor; set TERM to what your terminal is, "
        + "or use a subcommand such as 'fqvit evaluate'"
    }
  }
}
