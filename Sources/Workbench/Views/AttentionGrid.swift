import Evaluation
import Terminal

/// A part of an attention map as a grid: what the class token takes from each patch, or every token from every other.
struct AttentionGrid {
  let width: Int
  let height: Int
  let values: [Float]

  private init(width: Int, height: Int, values: [Float]) {
    self.width = width
    self.height = height
    self.values = values
  }

  /// The mean over `heads` of the class token's row, laid out as the patches lie in the image, or of all rows.
  ///
  /// - Parameter probabilities: [H, T, T].
  init(_ probabilities: [Float], of map: AttentionMap, heads: [Int], allTokens: Bool) {
    let tokens = map.tokenCount
    func mean(_ row: Int, _ column: Int) -> Float {
      heads.reduce(0) { $0 + probabilities[($1 * tokens + row) * tokens + column] } / Float(max(heads.count, 1))
    }
    if allTokens {
      width = tokens
      height = tokens
      values = (0..<tokens).flatMap { row in (0..<tokens).map { mean(row, $0) } }
    } else {
      let side = Int(Double(tokens - 1).squareRoot().rounded())
      width = side
      height = side
      values = (0..<side * side).map { mean(0, 1 + $0) }
    }
  }

  static func - (a: AttentionGrid, b: AttentionGrid) -> AttentionGrid {
    AttentionGrid(width: a.width, height: a.height, values: zip(a.values, b.values).map { $0 - $1 })
  }

  var magnitudes: AttentionGrid { AttentionGrid(width: width, height: height, values: values.map(abs)) }

  var largest: Float { values.max() ?? 0 }

  /// No more than `columns` × `rows` places, each the mean of those that it stands for, so that none goes unseen.
  func pooled(columns: Int, rows: Int) -> AttentionGrid {
    let columns = min(columns, width)
    let rows = min(rows, height)
    guard columns > 0, rows > 0, columns < width || rows < height else { return self }
    var result: [Float] = []
    for row in 0..<rows {
      let ys = row * height / rows..<(row + 1) * height / rows
      for column in 0..<columns {
        let xs = column * width / columns..<(column + 1) * width / columns
        let sum = ys.reduce(Float(0)) { sum, y in xs.reduce(sum) { $0 + values[y * width + $1] } }
        result.append(sum / Float(ys.count * xs.count))
      }
    }
    return AttentionGrid(width: columns, height: rows, values: result)
  }
}
