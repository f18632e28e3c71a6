import Texts

/// A network as timm knows it by name: its class, and the arguments that the name implies.
struct TimmEntrypoint: Sendable {
  let className: String
  /// Those of the name before the class's own defaults.
  let arguments: [String: JSONValue]

  /// Nil where timm has no such name, or in a class that no family here computes.
  init?(name: String) {
    guard let found = Self.byName[name] else { return nil }
    self = found
  }

  /// The class that a name like timm's belongs to, with its own defaults: sizes are then the configuration's to say.
  init?(likeName name: String) {
    guard let className = Self.beginnings.first(where: { name.hasPrefix($0.beginning) })?.className else { return nil }
    self.init(className: className)
  }

  private static let beginnings = [
    ("swinv2_", "SwinTransformerV2"), ("swin_", "SwinTransformer"), ("vit_", "VisionTransformer"),
    ("deit_", "VisionTransformer"), ("cait_", "Cait"), ("beit", "Beit"), ("eva", "Eva"),
  ].map { (beginning: $0.0, className: $0.1) }

  private init?(className: String) {
    guard let defaults = Self.classDefaults[className] else { return nil }
    self.init(className: className, arguments: defaults)
  }

  private init(className: String, arguments: [String: JSONValue]) {
    self.className = className
    self.arguments = arguments
  }

  private static let classDefaults: [String: [String: JSONValue]] = Dictionary(
    uniqueKeysWithValues: TimmEntrypointTable.classes.split(separator: "\n").map { line in
      let words = words(line)
      return (words[0], arguments(words.dropFirst()))
    })

  private static let byName: [String: TimmEntrypoint] = Dictionary(
    TimmEntrypointTable.entrypoints.split(separator: "\n").map { line in
      let words = words(line)
      let defaults = classDefaults[words[1]] ?? [:]
      return (
        words[0],
        TimmEntrypoint(
          className: words[1], arguments: defaults.merging(arguments(words.dropFirst(2))) { $1 })
      )
    }, uniquingKeysWith: { one, _ in one })

  private static func arguments(_ words: some Sequence<String>) -> [String: JSONValue] {
    Dictionary(
      words.map { word in
        let parts = word.split(separator: "=", maxSplits: 1)
        let text = String(parts[1])
        // A layer's expression is no JSON and stays a word.
        let value = try? JSONScanner.value(of: Array(text.utf8), limits: .init(depth: 8, valueCount: 1_000))
        return (String(parts[0]), value ?? .string(text))
      }, uniquingKeysWith: { $1 })
  }

  /// Parts between spaces that are in no bracket.
  private static func words(_ line: Substring) -> [String] {
    var words = [""]
    var depth = 0
    for character in line {
      if "([{".contains(character) { depth += 1 }
      if ")]}".contains(character) { depth -= 1 }
      if character == " ", depth == 0 { words.append("") } else { words[words.count - 1].append(character) }
    }
    return words.filter { !$0.isEmpty }
  }
}
