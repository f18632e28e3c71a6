import Texts

/// Why a pickle is not read.
package enum PickleProblem: Error, Hashable, Sendable {
  case endsEarly
  case tooLong
  case unknownOpcode(UInt8)
  case unknownProtocol(Int)
  /// An opcode takes more than there is, or something else than there is.
  case malformed
  case memoMissing(Int)
  case badNumber(String)
  case integerTooWide(byteCount: Int, limit: Int)
  case tooManyObjects(limit: Int)
  case tooManyMemos(limit: Int)
  case tooDeep(limit: Int)
  /// Something of a program that this one does not build.
  case foreign(String)
  /// A number that stands for something of a program, by a table that only that program has.
  case extensionCode(Int)
  case outOfBand
  /// A known object with arguments that it does not take.
  case wrongArguments(String)
  case keyNotHashable
}

extension PickleProblem: CustomStringConvertible {
  /// What to say after the file's and the pickle's name.
  package var description: String {
    switch self {
    case .endsEarly: "is cut short; download it again"
    case .tooLong: "is longer than any table of tensors; is it the right file?"
    case .unknownOpcode(let opcode): "has the opcode \(opcode), which no pickle has; download it again"
    case .unknownProtocol(let version):
      "is a pickle of protocol \(version), which this program does not know; save it with protocol 2"
    case .malformed: "is damaged; download it again"
    case .memoMissing(let index): "refers to its object \(index), which it does not have; download it again"
    case .badNumber(let text): "has '\(text.printable(limit: 40))' where a number is expected; download it again"
    case .integerTooWide(let byteCount, let limit):
      "has a whole number of \(byteCount) bytes, above the limit of \(limit); is it the right file?"
    case .tooManyObjects(let limit):
      "builds more than \(limit) objects, which no checkpoint does; is it the right file?"
    case .tooManyMemos(let limit): "refers back to more than \(limit) objects; is it the right file?"
    case .tooDeep(let limit): "nests or stacks more than \(limit) objects; is it the right file?"
    case .foreign(let name):
      "needs \(name.printable(limit: 200)), which this program does not build; nothing of the file was run: convert it to safetensors where you trust it"
    case .extensionCode(let code):
      "needs the extension \(code) of another program; nothing of the file was run: convert it to safetensors where you trust it"
    case .outOfBand: "has buffers outside of it; save it with torch.save"
    case .wrongArguments(let name): "gives \(name.printable(limit: 200)) what it does not take; save the file again"
    case .keyNotHashable: "has a list or a dictionary for a dictionary's key; download it again"
    }
  }
}
