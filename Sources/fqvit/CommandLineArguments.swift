/// The arguments of this process as the parser can read them.
enum CommandLineArguments {
  /// Joins an option and the negative number behind it: `--limit -1` becomes `--limit=-1`.
  ///
  /// The parser takes every word that begins with `-` for an option and would say that a value is missing, not what is wrong
  /// with the number. No option of this program is named by a digit.
  static func joiningNegativeNumbers(_ arguments: [String]) -> [String] {
    var result: [String] = []
    for (index, argument) in arguments.enumerated() {
      if argument == "--" { return result + arguments[index...] }
      if let option = result.last, option.hasPrefix("--"), !option.contains("="), argument.isNegativeNumber {
        result[result.count - 1] = option + "=" + argument
      } else {
        result.append(argument)
      }
    }
    return result
  }
}

extension String {
  fileprivate var isNegativeNumber: Bool {
    guard first == "-", let second = dropFirst().first else { return false }
    return second.isWholeNumber || second == "." || dropFirst().lowercased() == "inf"
  }
}
