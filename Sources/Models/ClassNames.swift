import Texts

/// The names that a model's own configuration gives its classes, whatever program wrote it.
///
/// timm writes `label_names` and `label_descriptions`, at the top or in `pretrained_cfg`; transformers writes `id2label` and
/// `label2id`; others write a list or a table under names of their own.
package struct ClassNames: Sendable, Hashable {
  package struct Entry: Sendable, Hashable {
    /// What stands for the class: a WordNet id, or its name in full.
    package let names: [String]
    /// What to show for it.
    package let title: String
  }

  /// In label order; empty where the model does not name its classes.
  package let entries: [Entry]
  /// The file's field that gave them.
  package let field: String
  /// What must be said of names that are there but cannot be meant.
  package let remark: String?

  /// Fields that name classes, the one that counts most first.
  static let fields = [
    "label_names", "id2label", "label2id", "class_to_idx", "idx_to_class", "class_names", "classes", "labels", "names",
  ]

  /// - Parameter configuration: the object in `config.json`.
  init(configuration: [String: JSONValue], classCount: Int) {
    let objects = [configuration, configuration["pretrained_cfg"]?.object ?? [:]]
    var found: [(field: String, names: [String])] = []
    var remark: String?
    for field in Self.fields {
      guard let value = objects.lazy.compactMap({ $0[field] }).first else { continue }
      switch Self.names(value, classCount: classCount) {
      case .success(let names)?:
        if !Self.arePlaceholders(names) { found.append((field, names)) }
      case .failure(let problem)?: remark = remark ?? "config.json: \(field) is not used: \(problem.text)"
      case nil: break
      }
    }
    let descriptions = objects.lazy.compactMap { $0["label_descriptions"] }.first
    field = found.first?.field ?? ""
    self.remark = remark
    guard let first = found.first else {
      entries = []
      return
    }
    entries = (0..<classCount).map { label in
      let names = found.map { $0.names[label] }
      let description = Self.description(of: first.names[label], label: label, in: descriptions, classCount: classCount)
      let all = names + [description].compactMap(\.self)
      return Entry(
        names: all.enumerated().filter { !all[..<$0.offset].contains($0.element) }.map(\.element),
        // An id says less to a person than what another field has for it.
        title: description ?? names.first { !$0.isWordNetID } ?? names[0])
    }
  }

  private struct Problem: Error { let text: String }

  /// Nil where the value is neither a list nor a table of names.
  private static func names(_ value: JSONValue, classCount: Int) -> Result<[String], Problem>? {
    var names = [String?](repeating: nil, count: classCount)
    let count: Int
    if let list = value.array {
      let texts = list.compactMap(\.string)
      guard !list.isEmpty, texts.count == list.count else { return nil }
      count = texts.count
      for (label, name) in texts.prefix(classCount).enumerated() { names[label] = name }
    } else if let table = value.object, !table.isEmpty {
      count = table.count
      for (key, value) in table {
        let pair: (label: Int, name: String)?
        if let name = value.string {
          pair = Int(key).map { ($0, name) }
        } else {
          pair = value.integer.map { ($0, key) }
        }
        guard let (label, name) = pair else { return nil }
        guard (0..<classCount).contains(label) else {
          return .failure(Problem(text: "it names class \(label), the model has \(classCount)"))
        }
        guard names[label] == nil else { return .failure(Problem(text: "it names class \(label) twice")) }
        names[label] = name
      }
    } else {
      return nil
    }
    guard count == classCount else {
      return .failure(Problem(text: "it names \(count) classes, the model has \(classCount)"))
    }
    let known = names.compactMap(\.self).filter { !$0.isEmpty }
    return known.count == classCount ? .success(known) : .failure(Problem(text: "it leaves classes without a name"))
  }

  private static func description(of name: String, label: Int, in value: JSONValue?, classCount: Int) -> String? {
    if let table = value?.object { return (table[name] ?? table["\(label)"])?.string }
    guard let list = value?.array, list.count == classCount else { return nil }
    return list[label].string
  }

  /// Whether the names only count the classes: `LABEL_0`, `class 0` or `0` and so on.
  private static func arePlaceholders(_ names: [String]) -> Bool {
    names.enumerated().allSatisfy { label, name in
      let lowercased = name.lowercased()
      let stem = ["label", "class"].first { lowercased.hasPrefix($0) } ?? ""
      let digits = lowercased.dropFirst(stem.count).drop { $0 == "_" || $0 == "-" || $0 == " " }
      return Int(digits) == label
    }
  }
}
