import Terminal

extension WorkbenchState {
  /// Puts pasted text into the line that is being typed; elsewhere its letters would press commands, so it is refused.
  mutating func paste(_ text: String) -> [Effect] {
    guard overlay?.hasText == true else {
      notice = Notice("pasted text goes into a line only, such as that of / or :", .warning)
      return []
    }
    return text.flatMap { update(&self, .key(.character($0))) }
  }
}
