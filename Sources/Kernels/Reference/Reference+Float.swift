internal import Foundation

extension Reference {
  package static func gelu(_ x: Float) -> Double {
    Double(x) * 0.5 * (1 + Foundation.erf(Double(x) * 0.5.squareRoot()))
  }

  package static func layerNorm(_ row: [Float], weight: [Float], bias: [Float], epsilon: Float) -> [Double] {
    let mean = row.reduce(0) { $0 + Double($1) } / Double(row.count)
    let variance = row.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(row.count)
    let deviation = (variance + Double(epsilon)).squareRoot()
    return row.indices.map { (Double(row[$0]) - mean) / deviation * Double(weight[$0]) + Double(bias[$0]) }
  }

  package static func softmax(_ row: [Float]) -> [Double] {
    let maximum = Double(row.max() ?? 0)
    let exponentials = row.map { Foundation.exp(Double($0) - maximum) }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { $0 / sum }
  }
}
