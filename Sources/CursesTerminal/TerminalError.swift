import Texts

/// Why there can be no screen.
package enum TerminalError: Error, Hashable, Sendable {
  /// Standard input or standard output is a file or a pipe.
  case notATerminal
  /// `TERM` names a terminal that cannot place a cursor; empty where it is not set.
  case unusableTerminal(name: String)
  /// `TERM` names what the system's terminal database lacks, and nothing tells what is like it.
  case unknownTerminal(name: String)
  /// The process has no descriptor left.
  case noDescriptorLeft
}

extension TerminalError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notATerminal:
      "standard input and output are not a terminal; without a screen, use a subcommand such as 'fqvit evaluate'"
    case .unusableTerminal(name: ""):
      "TERM is not set; set it ('TERM=xterm-256color fqvit …'), or use a subcommand such as 'fqvit evaluate'"
    case .unusableTerminal(let name):
      "TERM=\(name.printable(limit: 80)) cannot place the cursor; where the terminal can, as most do, start it as "
        + "'TERM=xterm-256color fqvit …', or use a subcommand such as 'fqvit evaluate'"
    case .unknownTerminal(let name):
      "TERM=\(name.printable(limit: 80)) is not in this system's terminal database; start it as "
        + "'TERM=xterm-256color fqvit …', install the package ncurses-term, or use a subcommand such as 'fqvit evaluate'"
    case .noDescriptorLeft:
      "the process has no descriptor left for the screen (see 'ulimit -n')"
    }
  }
}
