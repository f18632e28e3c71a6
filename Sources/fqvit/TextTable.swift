/// Lines of cells printed in columns that are as wide as their widest cell, so that no two ever touch.
struct TextTable {
  private let lines: [[String]]
  private let leftColumns: Int

  /// - Parameters:
  ///   - lines: all with as many cells.
  ///   - leftColumns: columns from the first on that are names; the others are figures, which end in one column.
  init(_ lines: [[String]], leftColumns: Int) {
    self.lines = lines
    self.leftColumns = leftColumns
  }

  var text: String {
    let count = lines.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in lines.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    return lines.map { cells in
      let padded = cells.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return column < leftColumns ? cell + padding : padding + cell
      }
      let line = padded.joined(separator: "  ")
      return String(line[..<(line.lastIndex { $0 != " " }.map { line.index(after: $0) } ?? line.startIndex)])
    }.joined(separator: "\n")
  }
}
