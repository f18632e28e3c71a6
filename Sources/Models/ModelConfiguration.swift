import Foundation

/// A model folder's `config.json`, as timm writes it; older files have `pretrained_cfg`'s fields at the top.
struct ModelConfiguration {
  let path: String
  let architecture: String
  let headCount: Int?
  let input: InputSpecification

  init(path: String) throws(ModelError) {
    self.path = path
    let object = try Self.object(path: path)
    let fields = Fields(path: path, object: object)
    architecture = try fields.string("architecture")
    headCount = try fields.headCount()
    input = try fields.input()
  }

  private static func object(path: String) throws(ModelError) -> [String: Any] {
    guard FileManager.default.fileExists(atPath: path) else { throw .fileMissing(path: path) }
    let parsed: Any
    do {
      parsed = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw .unreadableConfiguration(path: path, reason: "not JSON, or not readable")
    }
    guard let object = parsed as? [String: Any] else {
      throw .unreadableConfiguration(path: path, reason: "not a JSON object")
    }
    return object
  }

  private struct Fields {
    let path: String
    let object: [String: Any]

    private func value(_ field: String) throws(ModelError) -> Any {
      let nested = object["pretrained_cfg"] as? [String: Any]
      guard let value = nested?[field] ?? object[field], !(value is NSNull) else {
        throw .missingField(path: path, field: field)
      }
      return value
    }

    private func invalid(_ field: String, _ value: Any, expected: String) -> ModelError {
      // As JSON, in which `true` is no number and a line break has no line of its own.
      let json = try? JSONSerialization.data(
        withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys, .withoutEscapingSlashes])
      let text = json.map { String(decoding: $0, as: UTF8.self) } ?? "\(value)"
      return .invalidField(path: path, field: field, value: text, expected: expected)
    }

    /// Nil also for `true` and `false`, which Foundation calls numbers.
    private func number(_ value: Any) -> Double? {
      guard let number = value as? NSNumber, String(cString: number.objCType) != "c" else { return nil }
      return number.doubleValue
    }

    func string(_ field: String) throws(ModelError) -> String {
      let value = try value(field)
      guard let string = value as? String else { throw invalid(field, value, expected: "a string") }
      return string
    }

    func headCount() throws(ModelError) -> Int? {
      guard let arguments = object["model_args"] as? [String: Any], let value = arguments["num_heads"] else {
        return nil
      }
      guard let count = number(value).flatMap({ Int(exactly: $0) }), count > 0 else {
        throw invalid("model_args.num_heads", value, expected: "a positive number")
      }
      return count
    }

    /// Held against `isAllowed` as 32-bit floats, in which a tiny number is zero and a huge one infinite.
    private func triple(_ field: String, allowing isAllowed: (Float) -> Bool, expected: String) throws(ModelError)
      -> [Float]
    {
      let value = try value(field)
      let values = value as? [Any] ?? []
      let numbers = values.compactMap(number).map(Float.init)
      guard values.count == 3, numbers.count == 3, numbers.allSatisfy(isAllowed) else {
        throw invalid(field, value, expected: expected)
      }
      return numbers
    }

    func input() throws(ModelError) -> InputSpecification {
      let sizes = try value("input_size")
      let values = sizes as? [Any] ?? []
      let size = values.compactMap(number).compactMap { Int(exactly: $0) }
      guard values.count == 3, size.count == 3, size[0] == 3, size[1] == size[2], (1...4096).contains(size[1])
      else { throw invalid("input_size", sizes, expected: "[3, size, size]") }

      let crop = try value("crop_pct")
      // Images are enlarged to size / fraction pixels, so a tiny fraction would need more memory than there is.
      guard let fraction = number(crop), fraction >= 0.1, fraction <= 1 else {
        throw invalid("crop_pct", crop, expected: "a number from 0.1 to 1")
      }
      if let mode = try? string("crop_mode"), mode != "center" {
        throw invalid("crop_mode", mode, expected: "\"center\", the only mode this program has")
      }
      let interpolation = try string("interpolation")
      let known = ["bicubic", "bilinear", "nearest", "lanczos", "box"]
      guard known.contains(interpolation) else {
        throw invalid("interpolation", interpolation, expected: known.joined(separator: ", "))
      }
      return InputSpecification(
        size: size[1], cropFraction: fraction, interpolation: interpolation,
        mean: try triple("mean", allowing: \.isFinite, expected: "three numbers"),
        standardDeviation: try triple(
          "std", allowing: { $0.isFinite && $0 > 0 }, expected: "three numbers above 0"))
    }
  }
}
