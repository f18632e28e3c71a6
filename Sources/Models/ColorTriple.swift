import Texts

/// A mean or deviation for red, green and blue, as a configuration says it.
struct ColorTriple {
  /// As they were written, before they become 32-bit floats.
  let numbers: [Double]

  var floats: [Float] { numbers.map { Float($0) } }

  static let imageNetMean = ColorTriple(numbers: [0.485, 0.456, 0.406])
  static let imageNetDeviation = ColorTriple(numbers: [0.229, 0.224, 0.225])
  static let half = ColorTriple(numbers: [0.5, 0.5, 0.5])
  static let clipMean = ColorTriple(numbers: [0.481_454_66, 0.457_827_5, 0.408_210_73])
  static let clipDeviation = ColorTriple(numbers: [0.268_629_54, 0.261_302_58, 0.275_777_11])

  /// Means beyond ten times the scale of the pixels count on another one.
  ///
  /// - Parameters:
  ///   - scale: what the largest pixel is before the mean is taken off.
  ///   - repeatsOne: whether one number stands for all three.
  static func mean(
    _ field: String, _ fields: ConfigurationFields, scale: Double, repeatsOne: Bool = false
  ) throws(ModelError) -> ColorTriple? {
    try triple(
      field, fields, expected: "three numbers on the scale of \(pixels(scale))", repeatsOne: repeatsOne
    ) { abs($0) <= Float(10 * scale) }
  }

  static func deviation(
    _ field: String, _ fields: ConfigurationFields, scale: Double, repeatsOne: Bool = false
  ) throws(ModelError) -> ColorTriple? {
    try triple(
      field, fields, expected: "three numbers above 0 on the scale of \(pixels(scale))", repeatsOne: repeatsOne
    ) {
      $0 > 0 && $0 <= Float(10 * scale)
    }
  }

  /// The error of a deviation so small that pixels divided by it are infinite.
  static func notFinite(_ field: String, _ fields: ConfigurationFields) -> ModelError {
    fields.invalid(field, fields.members[field] ?? .null, expected: "numbers by which pixels can be divided")
  }

  private static func pixels(_ scale: Double) -> String {
    "pixels from 0 to \(Int(exactly: scale).map(String.init) ?? "\(scale)")"
  }

  /// Held against `isAllowed` as 32-bit floats, in which a tiny number is zero and a huge one infinite.
  private static func triple(
    _ field: String, _ fields: ConfigurationFields, expected: String, repeatsOne: Bool,
    allowing isAllowed: (Float) -> Bool
  ) throws(ModelError) -> ColorTriple? {
    guard fields.has(field) else { return nil }
    let value = try fields.value(field)
    let values = value.array ?? (repeatsOne ? [value, value, value] : [])
    let numbers = values.compactMap(\.double)
    guard values.count == 3, numbers.count == 3, numbers.allSatisfy({ isAllowed(Float($0)) }) else {
      throw fields.invalid(field, value, expected: expected)
    }
    return ColorTriple(numbers: numbers)
  }
}
