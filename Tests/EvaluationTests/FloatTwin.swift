import Foundation
import Graphs
import Models
import Tensors

/// The float network in float64, one element at a time: what the executor's result is held against.
///
/// T tokens, C channels, H heads, D = C / H; rows are arrays.
struct FloatTwin {
  typealias Matrix = [[Double]]

  let model: Model
  let patchSize: Int
  let headCount: Int
  /// The largest magnitude that any value took.
  private(set) var largest = 0.0

  init(model: Model, patchSize: Int, headCount: Int) {
    self.model = model
    self.patchSize = patchSize
    self.headCount = headCount
  }

  private func tensor(_ name: String) -> [Double] { model.checkpoint[name].elements.map(Double.init) }

  mutating func logits(_ pixels: [UInt8]) -> [Double] {
    var x = embed(pixels)
    for block in 0..<model.graph.blockCount {
      let name = "blocks.\(block)"
      x = sum(x, attention(normalize(x, name + ".norm1"), name + ".attn"))
      let hidden = linear(normalize(x, name + ".norm2"), name + ".mlp.fc1").map { $0.map(gelu) }
      x = sum(x, linear(hidden, name + ".mlp.fc2"))
    }
    return linear([normalize(x, "norm")[0]], "head")[0]
  }

  private mutating func embed(_ pixels: [UInt8]) -> Matrix {
    let size = model.input.size
    let side = size / patchSize
    let weight = tensor("patch_embed.proj.weight")
    let bias = tensor("patch_embed.proj.bias")
    let positions = tensor("pos_embed")
    var tokens: Matrix = [tensor("cls_token")]
    for patchRow in 0..<side {
      for patchColumn in 0..<side {
        tokens.append(
          bias.indices.map { channel in
            var total = bias[channel]
            for colour in 0..<3 {
              for row in 0..<patchSize {
                for column in 0..<patchSize {
                  let pixel = ((patchRow * patchSize + row) * size + patchColumn * patchSize + column) * 3 + colour
                  let value =
                    (Double(pixels[pixel]) / 255 - Double(model.input.mean[colour]))
                    / Double(model.input.standardDeviation[colour])
                  total += value * weight[((channel * 3 + colour) * patchSize + row) * patchSize + column]
                }
              }
            }
            return total
          })
      }
    }
    return kept(
      tokens.enumerated().map { token, row in
        row.indices.map { row[$0] + positions[token * row.count + $0] }
      })
  }

  private mutating func attention(_ x: Matrix, _ name: String) -> Matrix {
    let queryKeyValue = linear(x, name + ".qkv")
    let channels = x[0].count
    let dimension = channels / headCount
    var context = Matrix(repeating: [Double](repeating: 0, count: channels), count: x.count)
    for head in 0..<headCount {
      func part(_ which: Int, _ token: Int) -> ArraySlice<Double> {
        let start = which * channels + head * dimension
        return queryKeyValue[token][start..<start + dimension]
      }
      for query in x.indices {
        let scores = x.indices.map { key in
          zip(part(0, query), part(1, key)).reduce(0) { $0 + $1.0 * $1.1 } / Double(dimension).squareRoot()
        }
        let exponentials = scores.map { exp($0 - scores.max()!) }
        let total = exponentials.reduce(0, +)
        for key in x.indices {
          for (channel, value) in part(2, key).enumerated() {
            context[query][head * dimension + channel] += exponentials[key] / total * value
          }
        }
      }
    }
    return linear(kept(context), name + ".proj")
  }

  private mutating func linear(_ x: Matrix, _ name: String) -> Matrix {
    let weight = tensor(name + ".weight")
    let bias = tensor(name + ".bias")
    let inputs = x[0].count
    return kept(
      x.map { row in
        bias.indices.map { output in
          row.indices.reduce(bias[output]) { $0 + row[$1] * weight[output * inputs + $1] }
        }
      })
  }

  private mutating func normalize(_ x: Matrix, _ name: String) -> Matrix {
    let weight = tensor(name + ".weight")
    let bias = tensor(name + ".bias")
    return kept(
      x.map { row in
        let mean = row.reduce(0, +) / Double(row.count)
        let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count)
        return row.indices.map { (row[$0] - mean) / (variance + 1e-6).squareRoot() * weight[$0] + bias[$0] }
      })
  }

  private func gelu(_ x: Double) -> Double { x * 0.5 * (1 + erf(x / 2.0.squareRoot())) }

  private mutating func sum(_ a: Matrix, _ b: Matrix) -> Matrix {
    kept(zip(a, b).map { zip($0, $1).map { $0 + $1 } })
  }

  private mutating func kept(_ x: Matrix) -> Matrix {
    largest = max(largest, x.lazy.joined().reduce(0) { max($0, abs($1)) })
    return x
  }
}
