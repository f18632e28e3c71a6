extension CellBuffer {
  /// The characters alone: rows joined by newlines, spaces at their ends left out.
  package var text: String {
    (0..<height).map { y in
      Self.trimmed(String(row(y).lazy.filter { !$0.isContinuation }.map(\.character)))
    }.joined(separator: "\n")
  }

  /// The characters, then a plane with a letter a style where `.` is plain, then what the letters mean.
  package var styledText: String {
    var letters: [Style: Character] = [.plain: "."]
    var legend: [String] = []
    let plane = (0..<height).map { y in
      let line = row(y).map { cell -> Character in
        if let letter = letters[cell.style] { return letter }
        let letter = Self.letter(legend.count)
        letters[cell.style] = letter
        legend.append("\(letter) \(cell.style)")
        return letter
      }
      return Self.trimmed(String(line), of: ".")
    }.joined(separator: "\n")
    return ([text, "---", plane, "---"] + legend).joined(separator: "\n")
  }

  private static func letter(_ index: Int) -> Character {
    let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    return index < alphabet.count ? alphabet[index] : "?"
  }

  private static func trimmed(_ line: String, of filler: Character = " ") -> String {
    var end = line.endIndex
    while end > line.startIndex, line[line.index(before: end)] == filler { end = line.index(before: end) }
    return String(line[..<end])
  }
}
