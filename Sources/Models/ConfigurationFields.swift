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

  /// Held against `isAllowed` as 32-bit floats, in which a tiny number is zero and a huge one infinite.
  private func triple(
    _ field: String, allowing isAllowed: (Float) -> Bool, expected: String
  ) throws(ModelError) -> [Float] {
    let value = try value(field)
    let values = value.array ?? []
    let numbers = values.compactMap(\.double).map { Float($0) }
    guard values.count == 3, numbers.count == 3, numbers.allSatisfy(isAllowed) else {
      throw invalid(field, value, expected: expected)
    }
    return numbers
  }

  /// Beyond it a mean or deviation of pixels from 0 to 1 cannot be: it counts them from 0 to 255.
  private static let largestOnScale: Float = 10

  /// How the model wants its images.
  func input() throws(ModelError) -> InputSpecification {
    let sizes = try value("input_size")
    let values = sizes.array ?? []
    let size = values.compactMap(\.integer)
    guard values.count == 3, size.count == 3, size[0] == 3, size[1] == size[2], (1...4096).contains(size[1]) else {
      throw invalid("input_size", sizes, expected: "[3, size, size], three colours and a square")
    }
    let crop = try value("crop_pct")
    // Images are enlarged to size / fraction pixels, so a tiny fraction would need more memory than there is.
    guard let fraction = crop.double, fraction >= 0.1, fraction <= 1 else {
      throw invalid("crop_pct", crop, expected: "a number from 0.1 to 1")
    }
    if let mode = members["crop_mode"], !mode.isNull, mode != .string("center") {
      throw invalid("crop_mode", mode, expected: "\"center\", the only mode this program has")
    }
    let interpolation = try string("interpolation")
    let known = ["bicubic", "bilinear", "nearest", "lanczos", "box"]
    guard known.contains(interpolation) else {
      throw invalid("interpolation", .string(interpolation), expected: known.joined(separator: ", "))
    }
    return InputSpecification(
      size: size[1], cropFraction: fraction, interpolation: interpolation,
      mean: try triple(
        "mean", allowing: { abs($0) <= Self.largestOnScale }, expected: "three numbers on the scale of pixels from 0 to 1"),
      standardDeviation: try triple(
        "std", allowing: { $0 > 0 && $0 <= Self.largestOnScale },
        expected: "three numbers above 0 on the scale of pixels from 0 to 1"))
  }
}
