package import Texts

/// What the user says of the network beside its path, where the files cannot: timm's name and arguments.
package struct StatedArchitecture: Sendable, Hashable {
  /// As `--architecture` gives it.
  package var name: String?
  /// As each `--model-arg NAME=VALUE` gives them.
  package var arguments: [String: JSONValue]

  package init(name: String? = nil, arguments: [String: JSONValue] = [:]) {
    self.name = name
    self.arguments = arguments
  }

  package var isEmpty: Bool { name == nil && arguments.isEmpty }
}
