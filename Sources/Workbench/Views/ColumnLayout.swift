import Terminal

/// Which form of each column a table shows at a given width, and where: no two columns touch and none leaves the table.
///
/// Columns that do not fit give way in a fixed order, first by a shorter form, then by staying out; one column of names
/// takes what the others leave.
struct ColumnLayout {
  struct Form {
    let title: String
    /// A cell for each row.
    let cells: [String]
  }

  struct Column {
    let alignment: TextLayout.Alignment
    /// From the longest to the shortest.
    let forms: [Form]

    init(_ alignment: TextLayout.Alignment = .right, _ forms: [Form]) {
      self.alignment = alignment
      self.forms = forms
    }
  }

  /// A column as it is drawn.
  struct Placed {
    let x: Int
    let width: Int
    let alignment: TextLayout.Alignment
    let form: Form
  }

  private(set) var placed: [Placed] = []

  /// - Parameters:
  ///   - flexible: the column of names, which is cut rather than shortened.
  ///   - minimum: columns that it keeps while others can give way.
  ///   - maximum: columns that it takes at most.
  ///   - reductions: the columns that give way, in order; each time its next form is taken, after the last it stays out.
  ///   - width: a text's columns on this terminal.
  init(
    _ columns: [Column], flexible: Int, minimum: Int, maximum: Int = .max, reductions: [Int], in total: Int,
    width: (String) -> Int
  ) {
    let widths = columns.map { column in
      column.forms.map { form in form.cells.reduce(width(form.title)) { max($0, width($1)) } }
    }
    var chosen = columns.map { _ in 0 }
    var pending = reductions[...]
    func isShown(_ index: Int) -> Bool { chosen[index] < columns[index].forms.count }
    /// The columns that all but the flexible one take, with a gap before each that is not the first.
    func taken(gap: Int) -> Int {
      let others = columns.indices.filter { $0 != flexible && isShown($0) && widths[$0][chosen[$0]] > 0 }
      return others.reduce(0) { $0 + widths[$1][chosen[$1]] + gap }
    }
    let wanted = min(minimum, widths[flexible][0])
    while taken(gap: 1) + wanted > total, let next = pending.popFirst() { chosen[next] += 1 }
    let gap = taken(gap: 2) + wanted <= total ? 2 : 1
    let room = max(0, min(total - taken(gap: gap), widths[flexible][0], maximum))
    var x = 0
    for (index, column) in columns.enumerated() where isShown(index) {
      let natural = index == flexible ? room : widths[index][chosen[index]]
      let start = x == 0 ? 0 : x + gap
      let end = min(start + natural, total)
      guard end > start else { continue }
      placed.append(
        Placed(x: start, width: end - start, alignment: column.alignment, form: column.forms[chosen[index]]))
      x = end
    }
  }

  /// Columns from the left edge that are in use.
  var usedWidth: Int { placed.last.map { $0.x + $0.width } ?? 0 }

  /// With one more column at the right, to the end of the table.
  func adding(_ form: Form, gap: Int, in total: Int) -> ColumnLayout {
    var result = self
    let x = usedWidth + gap
    guard x < total else { return self }
    result.placed.append(Placed(x: x, width: total - x, alignment: .left, form: form))
    return result
  }
}
