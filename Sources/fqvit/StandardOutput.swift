import Foundation
import Tensors
import Texts

/// What a command was asked for, in text or JSON; nothing that a terminal would obey leaves here.
enum StandardOutput {
  /// Writes the text and a newline; output that could not be written is a failure of the command.
  static func write(_ text: String) throws(Failure) { try put(text.printableLines) }

  private static func put(_ text: String) throws(Failure) {
    switch Descriptor.write(text + "\n", to: STDOUT_FILENO) {
    case nil: return
    case EPIPE?: throw .readerGone
    case let errorNumber?:
      throw .failed("standard output cannot be written: \(String(cString: strerror(errorNumber)))")
    }
  }

  /// Writes one JSON object, its keys sorted, with the version of its form and of the program.
  static func writeJSON(_ value: some Encodable) throws(Failure) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    try put(
      Failure.reporting {
        String(decoding: try encoder.encode(Versioned(value: value)), as: UTF8.self).printableJSON
      })
  }

  /// Raised whenever a member of any command's object changes its meaning or goes.
  private static let jsonVersion = 1

  private struct Versioned<Value: Encodable>: Encodable {
    enum CodingKeys: String, CodingKey { case version, programVersion }

    let value: Value

    func encode(to encoder: any Encoder) throws {
      try value.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(jsonVersion, forKey: .version)
      try container.encode(FQViT.version, forKey: .programVersion)
    }
  }
}
