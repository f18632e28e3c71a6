import Graphs

/// A node's value in one of its two forms.
struct Place: Hashable, Sendable {
  enum Form: Hashable, Sendable {
    case floats
    /// Unsigned bytes.
    case codes
  }

  let node: Int
  let form: Form
}

/// One kernel of a plan, with the nodes that it computes.
struct Instruction: Sendable {
  /// The last one's value is what it writes; empty for a change of form.
  let nodes: [Int]
  let reads: [Place]
  let writes: Place
  var kernel: Kernel
  /// The only row that is read later, and so the only one that is computed; nil for all.
  var row: Int?
}
