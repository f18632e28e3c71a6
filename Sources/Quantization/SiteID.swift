/// The stable name of one place in a network where a quantizer can stand, such as `blocks.3.attn.qkv.output`.
///
/// It is the one name of its row: on screen, in options, logs, exports and messages. A weight's is that of its tensor.
package struct SiteID: Hashable, Sendable, Codable, Comparable, CustomStringConvertible, CodingKeyRepresentable {
  package let name: String

  package init(_ name: String) { self.name = name }

  package init(from decoder: any Decoder) throws {
    name = try decoder.singleValueContainer().decode(String.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }

  package var codingKey: any CodingKey { WordKey(stringValue: name) }

  package init?<Key: CodingKey>(codingKey: Key) { name = codingKey.stringValue }

  package static func < (left: SiteID, right: SiteID) -> Bool { left.name < right.name }

  package var description: String { name }
}
