package import Quantization

/// One step of a network: reads the values that earlier operations made, writes one.
package struct Operation: Sendable, Identifiable {
  /// The tensor an operation makes, an image: `rowCount` × `columnCount`, row-major.
  package struct Value: Sendable, Hashable {
    package let rowCount: Int
    package let columnCount: Int
    package var elementCount: Int { rowCount * columnCount }
  }

  package enum Kind: Sendable, Hashable {
    /// The normalized image, planar: 3 rows, one a colour.
    case image
    /// Fake-quantizes its input at an activation site.
    case quantize(SiteID)
    /// Non-overlapping patches of the image times a weight: a convolution whose stride is its kernel.
    case patchEmbedding(weight: String, bias: String?, patchSize: Int)
    /// Puts the class token before the patches.
    case prependToken(String)
    /// Adds the position embedding, itself quantized at `site`.
    case addPositions(String, site: SiteID)
    case layerNorm(LayerNorm)
    case linear(weight: String, bias: String?, site: SiteID)
    /// Q · Kᵀ · D^−½ of each head, from the output of the qkv layer.
    case scores(headCount: Int)
    /// Softmax over each row, then the attention site; where that site is LIS, both in one.
    case softmax(site: SiteID, scores: SiteID)
    /// P · V of each head: inputs are the probabilities and the output of the qkv layer.
    case weightedValues(headCount: Int)
    /// The exact GELU (erf).
    case gelu
    case add
    /// Keeps one row.
    case selectToken(Int)
  }

  package struct LayerNorm: Sendable, Hashable {
    package let weight: String
    package let bias: String
    package let epsilon: Float
    /// The site of the LayerNorm's input; where it uses PTS the LayerNorm runs in integers.
    package let input: SiteID
    /// The site of its output, whose scale the integer LayerNorm writes.
    package let output: SiteID
  }

  package let id: Int
  /// The module's name in timm, such as `blocks.3.attn.qkv`.
  package let name: String
  package let kind: Kind
  /// Operations whose values it reads, in the order of its formula.
  package let inputs: [Int]
  package let value: Value
  /// Nil outside the blocks.
  package let block: Int?
}
