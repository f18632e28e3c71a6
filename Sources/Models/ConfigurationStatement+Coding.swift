import Quantization

/// As `--json` and exports have it: `line`, `observer`, `families` by name, and `set`, which a file written by hand may hold
/// in the same form.
extension ConfigurationStatement: Encodable {
  private enum CodingKeys: String, CodingKey { case line, observer, families, set }
  private enum FamilyKeys: String, CodingKey { case rows, scheme, overrides }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(line, forKey: .line)
    try container.encode(observer, forKey: .observer)
    try container.encode(set, forKey: .set)
    var list = container.nestedContainer(keyedBy: RowFamily.Key.self, forKey: .families)
    for family in families {
      var entry = list.nestedContainer(keyedBy: FamilyKeys.self, forKey: RowFamily.Key(family.family))
      try entry.encode(family.rowCount, forKey: .rows)
      try entry.encode(family.scheme, forKey: .scheme)
      try entry.encode(family.overrides, forKey: .overrides)
    }
  }
}

extension RowFamily {
  fileprivate struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ family: RowFamily) { stringValue = family.rawValue }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
