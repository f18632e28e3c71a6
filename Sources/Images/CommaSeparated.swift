/// A line of a table whose fields may be quoted, as RFC 4180 describes it.
enum CommaSeparated {
  /// Nil where a quotation mark has no partner.
  static func fields(_ line: Substring) -> [String]? {
    var fields: [String] = []
    var field = ""
    var isQuoted = false
    var rest = line
    while let character = rest.popFirst() {
      switch (character, isQuoted) {
      case ("\"", true):
        if rest.first == "\"" {
          rest.removeFirst()
          field.append(character)
        } else {
          isQuoted = false
        }
      case ("\"", false): isQuoted = true
      case (",", false), (";", false), ("\t", false):
        fields.append(field)
        field = ""
      default: field.append(character)
      }
    }
    return isQuoted ? nil : fields + [field]
  }
}
