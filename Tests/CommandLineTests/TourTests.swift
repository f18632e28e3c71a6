import TestSupport
import Testing

/// The card of the first start in a real terminal.
@Suite(.enabled(if: Terminal.isAvailable, "needs tmux"))
struct TourTests {
  let place: Workplace
  let terminal: Terminal

  init() throws {
    place = try Workplace()
    terminal = try Terminal(in: place)
  }

  private static func hasCard(_ screen: String) -> Bool { screen.contains("┌ welcome ─") }

  @Test func `It is shown once, gives way to any key, and comes back when asked for`() throws {
    try terminal.enter("\"$fqvit\" model images; echo first code $?")
    try terminal.waitFor("the card beside the figures") { Self.hasCard($0) && $0.contains("agreement ") }
    // The key puts it away and does what it does.
    try terminal.press("5")
    try terminal.waitFor("the runs without the card") { !Self.hasCard($0) && $0.contains("# what differs") }
    try terminal.press("q")
    try terminal.waitFor("the shell") { $0.contains("first code 0\n") }

    try terminal.enter("clear; \"$fqvit\" model images; echo second code $?")
    try terminal.waitFor("the figures") { $0.contains("agreement ") }
    #expect(try !Self.hasCard(terminal.screen()))
    try terminal.press("q")
    try terminal.waitFor("the shell") { $0.contains("second code 0\n") }

    try terminal.enter("clear; \"$fqvit\" --tour; echo third code $?")
    try terminal.waitFor("the card again") { Self.hasCard($0) && $0.contains("agreement ") }
    try terminal.press("Escape")
    try terminal.waitFor("the card to go") { !Self.hasCard($0) }
    // How the screen was shown is no part of the session.
    try terminal.press("q")
    try terminal.waitFor("the shell") { $0.contains("third code 0\n") }
    #expect(try !place.read(".local/state/fqvit/session.json").contains("--tour"))
  }

  @Test func `It needs a place where it can be noted that it was shown`() throws {
    try terminal.enter("\"$fqvit\" model images --no-cache; echo code $?")
    try terminal.waitFor("the figures") { $0.contains("agreement ") }
    #expect(try !Self.hasCard(terminal.screen()))
    try terminal.press("q")
    try terminal.waitFor("the shell") { $0.contains("code 0\n") }
  }
}
