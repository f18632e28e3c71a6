/// What a command takes behind its name in the palette: `bits 4`, `go blocks.7`.
package struct CommandArgument: Sendable {
  /// The words that may stand before the argument; the first is shown.
  package let words: [String]
  /// An example in full, for the help.
  package let example: String
  /// What may follow, given what is typed so far; the best first.
  package let choices: @Sendable (WorkbenchState, String) -> [ArgumentChoice]

  init(
    _ words: [String], example: String,
    choices: @escaping @Sendable (WorkbenchState, String) -> [ArgumentChoice]
  ) {
    self.words = words
    self.example = example
    self.choices = choices
  }

  /// A fixed list of arguments, of which those that begin like what is typed are offered; all where none does.
  init<Value: Sendable>(
    _ words: [String], example: String, among values: [(text: String, detail: String, value: Value)],
    refusal: @escaping @Sendable (WorkbenchState, Value) -> String? = { _, _ in nil },
    perform: @escaping @Sendable (inout WorkbenchState, Value) -> [Effect]
  ) {
    self.init(words, example: example) { state, typed in
      let typed = typed.lowercased()
      let found = values.filter { $0.text.hasPrefix(typed) }
      // An exact one stands alone, so that Enter means it.
      let exact = values.filter { $0.text == typed }
      return (exact.isEmpty ? found : exact).map { item in
        ArgumentChoice(text: item.text, detail: item.detail, refusal: refusal(state, item.value)) { state in
          perform(&state, item.value)
        }
      }
    }
  }
}

/// One thing that a command can be given, and what it then does.
package struct ArgumentChoice: Sendable {
  /// As it stands in the palette behind the command's word.
  package let text: String
  package let detail: String
  /// Why it cannot be done now; nil where it can.
  package let refusal: String?
  package let perform: @Sendable (inout WorkbenchState) -> [Effect]

  init(
    text: String, detail: String, refusal: String? = nil, perform: @escaping @Sendable (inout WorkbenchState) -> [Effect]
  ) {
    self.text = text
    self.detail = detail
    self.refusal = refusal
    self.perform = perform
  }
}
