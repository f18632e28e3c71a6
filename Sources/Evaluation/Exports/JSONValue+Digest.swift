import Digests
import Texts

extension JSONValue {
  /// Digest of every member, text and number below, whatever the order of the members and the spelling of the numbers.
  ///
  /// Numbers count as doubles, to the bit: `0.1` and `1e-1` are equal, and nothing that reads a value sees another.
  var contentDigest: String {
    var text = ""
    write(to: &text)
    return Digest(of: text).description
  }

  /// The path to a number that no double holds, such as 1e999; nil where there is none.
  func numberBeyondRange(at place: String = "") -> String? {
    switch self {
    case .null, .bool, .string: return nil
    case .number: return double?.isFinite == true ? nil : place
    case .array(let values):
      for (index, value) in values.enumerated() {
        if let found = value.numberBeyondRange(at: "\(place)[\(index)]") { return found }
      }
      return nil
    case .object(let members):
      for (name, value) in members.sorted(by: { $0.key < $1.key }) {
        let name = name.printable(limit: 80)
        if let found = value.numberBeyondRange(at: place.isEmpty ? name : place + "." + name) { return found }
      }
      return nil
    }
  }

  /// Each value begins with its kind and says its length, so that no two trees have the same text.
  private func write(to text: inout String) {
    switch self {
    case .null: text += "z;"
    case .bool(let value): text += value ? "t;" : "f;"
    case .number: text += "n\((double ?? .nan).bitPattern);"
    case .string(let string): text += "s\(string.utf8.count):\(string);"
    case .array(let values):
      text += "a\(values.count):"
      for value in values { value.write(to: &text) }
    case .object(let members):
      // A member that is null is as good as absent.
      let present = members.filter { !$0.value.isNull }.sorted { $0.key < $1.key }
      text += "o\(present.count):"
      for (name, value) in present {
        text += "\(name.utf8.count):\(name)"
        value.write(to: &text)
      }
    }
  }
}
