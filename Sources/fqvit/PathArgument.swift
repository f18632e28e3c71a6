import ArgumentParser
import Foundation
import Texts

/// A path as the user gave it.
///
/// Refused by its option's name are an empty one, which a script with an unset variable gives, and one that is no UTF-8: the
/// text that the process has of it leads nowhere.
func path(_ argument: String) throws -> String {
  guard !argument.isEmpty else { throw ValidationError("the path is empty") }
  if argument.contains("\u{FFFD}"), let bytes = undecodable(argument) {
    throw ValidationError("'\(String(printing: bytes))' is not UTF-8; rename it, or give a link to it with another name")
  }
  return argument
}

/// The bytes of the argument that was read as `text` though it is no UTF-8.
private func undecodable(_ text: String) -> [UInt8]? {
  for start in UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc)) {
    guard let start else { continue }
    // Written by the system before the program began, and never changed.
    let bytes = UnsafeRawBufferPointer(start: start, count: strlen(start))
    if String(validating: bytes, as: UTF8.self) == nil, String(decoding: bytes, as: UTF8.self).hasSuffix(text) {
      return Array(bytes)
    }
  }
  return nil
}
