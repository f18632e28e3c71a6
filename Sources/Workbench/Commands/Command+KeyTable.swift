import Terminal

extension Command {
  /// The keys as they are written everywhere: `space`, `Up or k`.
  package var keyText: String { keys.map(\.description).joined(separator: " or ") }

  /// README's table of keys.
  package static var keyTableMarkdown: String {
    let lines = all.map { command in
      let keys = command.keys.map { "`\($0.description)`" }.joined(separator: " ")
      let typed = command.argument.map { "`:\($0.example)`" } ?? ""
      let twin = command.twin.map { "`fqvit \($0)`" } ?? ""
      return "| \(keys) | \(command.scope.title) | \(command.name) | \(command.help) | \(typed) | \(twin) |"
        .replacing("all|none", with: "all\\|none")
    }
    return
      ([
        "| keys | where | command | what it does | typed | without a screen |", "| --- | --- | --- | --- | --- | --- |",
      ] + lines)
      .joined(separator: "\n")
  }
}
