import Texts

/// The members of one object of a configuration, by typed questions that name the member when they fail.
struct ConfigurationFields {
  let path: String
  /// What stands before a member's name in messages.
  let prefix: String
  let members: [String: JSONValue]

  /// Whether the member is there and not null.
  func has(_ field: String) -> Bool { members[field].map { !$0.isNull } ?? false }

  func value(_ field: String) throws(ModelError) -> JSONValue {
    guard let value = members[field], !value.isNull else { throw .missingField(path: path, field: field) }
    return value
  }

  func invalid(_ field: String, _ value: JSONValue, expected: String) -> ModelError {
    .invalidField(path: path, field: field, value: value.description, expected: expected)
  }

  func string(_ field: String) throws(ModelError) -> String {
    let value = try value(field)
    guard let string = value.string else { throw invalid(field, value, expected: "a string") }
    return string
  }

  func object(_ field: String) throws(ModelError) -> [String: JSONValue] {
    let value = try value(field)
    guard let object = value.object else { throw invalid(field, value, expected: "an object") }
    return object
  }

  func count(_ field: String) throws(ModelError) -> Int {
    let value = try value(field)
    guard let count = value.integer, count > 0 else {
      throw invalid(prefix + field, value, expected: "a positive number")
    }
    return count
  }

  func flag(_ field: String) throws(ModelError) -> Bool {
    let value = try value(field)
    guard case .bool(let flag) = value else { throw invalid(prefix + field, value, expected: "true or false") }
    return flag
  }
}
