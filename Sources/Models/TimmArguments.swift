import Texts

/// The arguments of a network in timm's words: `model_args` and the top of `config.json`, before what the name implies,
/// before the class's defaults.
///
/// A family reads those that it computes by; what is then left unread and is not known to be harmless is refused by name.
struct TimmArguments {
  let path: String
  /// As the configuration gives it.
  let architecture: String
  let className: String
  private let origin: ArchitectureOrigin
  private let values: [String: JSONValue]
  /// How a message names an argument; nil where the name of the architecture implies it.
  private let origins: [String: String]
  private var read: Set<String> = []

  /// Nil where timm has no such name.
  init?(_ configuration: TimmConfiguration) throws(ModelError) {
    guard let entrypoint = TimmEntrypoint(name: configuration.name) ?? TimmEntrypoint(likeName: configuration.name)
    else { return nil }
    path = configuration.path
    architecture = configuration.architecture
    className = entrypoint.className
    origin = configuration.origin
    var values = entrypoint.arguments
    var origins: [String: String] = [:]
    func take(_ name: String, _ value: JSONValue, _ origin: String) {
      values[name] = value
      origins[name] = origin
    }
    for (name, value) in configuration.pretrained where name == "num_classes" { take(name, value, "num_classes") }
    for name in ["num_classes", "global_pool"] {
      if let value = configuration.members[name], !value.isNull { take(name, value, name) }
    }
    for (name, value) in configuration.arguments { take(name, value, configuration.member(name)) }
    self.values = values
    self.origins = origins
  }

  /// The value without reading it; nil where it is null or absent.
  func peek(_ name: String) -> JSONValue? { values[name].flatMap { $0.isNull ? nil : $0 } }

  mutating func value(_ name: String) -> JSONValue? {
    read.insert(name)
    return peek(name)
  }

  mutating func bool(_ name: String) throws(ModelError) -> Bool {
    guard let value = value(name) else { return false }
    guard case .bool(let flag) = value else { throw invalid(name, value, expected: "true or false") }
    return flag
  }

  /// Nil where it is null or absent.
  mutating func count(_ name: String) throws(ModelError) -> Int? {
    guard let value = value(name) else { return nil }
    guard let count = value.integer, count >= 0 else { throw invalid(name, value, expected: "a number from 0") }
    return count
  }

  mutating func number(_ name: String) throws(ModelError) -> Double? {
    guard let value = value(name) else { return nil }
    guard let number = value.double, number.isFinite else { throw invalid(name, value, expected: "a number") }
    return number
  }

  mutating func word(_ name: String) throws(ModelError) -> String? {
    guard let value = value(name) else { return nil }
    guard let word = value.string else { throw invalid(name, value, expected: "a word") }
    return word
  }

  /// A list of numbers, or one number for each of `count`.
  mutating func counts(_ name: String, count: Int? = nil) throws(ModelError) -> [Int]? {
    guard let value = value(name) else { return nil }
    if let number = value.integer, number >= 0, let count { return [Int](repeating: number, count: count) }
    guard let list = value.array, case let numbers = list.compactMap(\.integer), numbers.count == list.count,
      numbers.allSatisfy({ $0 >= 0 }), count == nil || numbers.count == count
    else { throw invalid(name, value, expected: count.map { "\($0) numbers from 0" } ?? "a list of numbers from 0") }
    return numbers
  }

  /// One number, or the same for height and width.
  mutating func side(_ name: String) throws(ModelError) -> Int? {
    guard let value = value(name) else { return nil }
    if let side = value.integer, side > 0 { return side }
    guard let sides = value.array, sides.count == 2, let side = sides[0].integer, side > 0, sides[1].integer == side
    else { throw invalid(name, value, expected: "one number above 0, for height and width") }
    return side
  }

  /// Refuses a value that is not among those that a family computes.
  mutating func expect(_ name: String, values allowed: JSONValue..., said: String) throws(ModelError) {
    let value = value(name) ?? .null
    guard value.isNull || allowed.contains(value) else { throw invalid(name, value, expected: said) }
  }

  /// As above, of words.
  mutating func expect(_ name: String, _ words: [String], said: String) throws(ModelError) {
    let value = value(name) ?? .null
    guard value.isNull || value.string.map(words.contains) == true else { throw invalid(name, value, expected: said) }
  }

  /// Marks arguments that change nothing in a trained network.
  mutating func ignore(_ names: String...) { read.formUnion(names) }

  /// - Throws: for the first argument that nobody has read.
  func refuseUnread() throws(ModelError) {
    for (name, value) in values.sorted(by: { $0.key < $1.key }) where !read.contains(name) && !value.isNull {
      guard !Self.harmless.contains(name) else { continue }
      throw .unknownMember(path: path, member: origins[name] ?? name)
    }
  }

  func invalid(_ name: String, _ value: JSONValue, expected: String) -> ModelError {
    .invalidField(
      path: path, field: origins[name] ?? "\(name) of \(architecture)", value: value.description, expected: expected)
  }

  /// What the weights contradict.
  func contradiction(_ name: String, _ value: JSONValue, found: String) -> ModelError {
    guard let member = origins[name] else {
      return .architectureContradictsWeights(
        path: path, architecture: architecture, origin: origin, member: name, value: value.description, found: found)
    }
    return .memberContradictsWeights(path: path, member: member, value: value.description, found: found)
  }

  /// Holds a size that the configuration gives against that of the weights.
  mutating func check(_ name: String, is found: Int) throws(ModelError) {
    guard let value = value(name), value.integer != found else { return }
    throw contradiction(name, value, found: "the weights have \(found)")
  }

  /// What training and set-up go by.
  private static let harmless: Set = [
    "drop_rate", "pos_drop_rate", "patch_drop_rate", "proj_drop_rate", "attn_drop_rate", "drop_path_rate",
    "drop_block_rate", "weight_init", "fix_init", "device", "dtype", "out_indices", "pretrained_strict",
    "head_init_scale",
  ]
}
