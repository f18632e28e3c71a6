import Evaluation
import Quantization
import Terminal
import TestSupport
import Testing

@testable import Workbench

/// Tables at every width: nothing touches, nothing leaves its place.
@Suite struct ColumnLayoutTests {
  private func text(_ generator: inout SeededGenerator) -> String {
    let letters = Array("0123456789.[]−+ abc→…×")
    let count = Int.random(in: 0...24, using: &generator)
    return String((0..<count).map { _ in letters.randomElement(using: &generator)! })
  }

  @Test(arguments: 0..<60) func `Columns never touch and stay inside`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let rowCount = Int.random(in: 0...6, using: &generator)
    let columns = (0..<Int.random(in: 1...9, using: &generator)).map { _ in
      let forms = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
        ColumnLayout.Form(title: text(&generator), cells: (0..<rowCount).map { _ in text(&generator) })
      }
      return ColumnLayout.Column(Bool.random(using: &generator) ? .left : .right, forms)
    }
    let flexible = Int.random(in: 0..<columns.count, using: &generator)
    let reductions = (0..<20).map { _ in Int.random(in: 0..<columns.count, using: &generator) }
      .filter { $0 != flexible }
    for width in stride(from: Int(seed % 4), through: 200, by: 4) {
      let layout = ColumnLayout(
        columns, flexible: flexible, minimum: 12, reductions: reductions.filter { $0 != flexible }, in: width,
        width: DisplayWidth.of)
      var end = -1
      for placed in layout.placed {
        #expect(placed.x > end, "seed \(seed), width \(width)")
        #expect(placed.width > 0 && placed.x + placed.width <= width, "seed \(seed), width \(width)")
        end = placed.x + placed.width
      }
    }
  }

  @Test func `The flexible column takes what is left, up to its widest cell`() {
    let columns = [
      ColumnLayout.Column(.left, [.init(title: "name", cells: ["a long name of a run"])]),
      ColumnLayout.Column(.right, [.init(title: "figure", cells: ["12.0 [1, 2]"]), .init(title: "figure", cells: ["12.0"])]),
    ]
    func layout(_ width: Int) -> [Int] {
      ColumnLayout(columns, flexible: 0, minimum: 12, reductions: [1], in: width, width: DisplayWidth.of)
        .placed.map(\.width)
    }
    #expect(layout(60) == [20, 11])
    #expect(layout(30) == [17, 11])
    #expect(layout(22) == [14, 6])
    #expect(layout(10) == [3, 6])
  }
}
