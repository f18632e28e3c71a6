/// Neighbouring cells of a row that differ from what is on the screen; it never starts or ends inside a wide character.
package struct ChangedRun: Hashable, Sendable {
  package let x: Int
  package let y: Int
  package let cells: ArraySlice<Cell>
}

extension CellBuffer {
  /// What must be written to turn `old` into this buffer; everything where their sizes differ.
  package func changes(from old: CellBuffer?) -> [ChangedRun] {
    guard let old, old.size == size else {
      return (0..<height).filter { _ in width > 0 }.map { ChangedRun(x: 0, y: $0, cells: row($0)) }
    }
    var runs: [ChangedRun] = []
    for y in 0..<height {
      let new = row(y)
      let before = old.row(y)
      let isDifferent = { (x: Int) in new[new.startIndex + x] != before[before.startIndex + x] }
      var x = 0
      while x < width {
        guard isDifferent(x) else {
          x += 1
          continue
        }
        var start = x
        while start > 0, new[new.startIndex + start].isContinuation { start -= 1 }
        while x < width, isDifferent(x) || new[new.startIndex + x].isContinuation { x += 1 }
        runs.append(ChangedRun(x: start, y: y, cells: new[(new.startIndex + start)..<(new.startIndex + x)]))
      }
    }
    return runs
  }
}
