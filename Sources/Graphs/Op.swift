package import Quantization

/// What a node computes from its inputs.
package enum Op: Sendable, Hashable {
  /// The normalized image, planar: 3 rows, one per colour.
  case image
  /// What no image changes.
  case constant(Constant)
  /// Fake-quantizes its input at an activation site.
  case quantize(SiteID)
  /// Patches of the image times a weight [columns, 3, side, side]: a convolution whose stride is its kernel.
  case convolution(weight: String, bias: String?, Patches, site: SiteID)
  /// `y = x · Wᵀ + b`, with W [columns, columns of x].
  case linear(weight: String, bias: String?, site: SiteID)
  case layerNorm(LayerNorm)
  /// Q · Kᵀ of each group and head, times the scale; inputs: what holds the queries, what holds the keys.
  case scores(AttentionShape)
  /// Softmax over each row, then the attention site; where that site is LIS, both in one.
  case softmax(site: SiteID, scores: SiteID, AttentionShape, mask: WindowMask?)
  /// P · V of each group and head; inputs: the probabilities, what holds the values.
  case weightedValues(AttentionShape)
  /// Each head's map becomes a sum of all heads' (talking heads): weight [heads, heads] and bias over [heads, rest].
  case mixHeads(weight: String, bias: String, heads: Int, site: SiteID)
  /// Moves pieces of rows: windows, shifts, merging, concatenated tokens, chosen tokens, looked-up biases.
  case rows(RowMap)
  /// Some columns of every row.
  case columns(Range<Int>)
  /// The same elements as other rows.
  case view
  /// Element by element; the second input begins again where it ends before the first, as a bias of all windows does.
  case add
  /// As `add`.
  case multiply
  case activation(Activation)
  /// One row from some rows, column by column.
  case pool(Pooling, rows: Range<Int>)
  /// Rotary positions.
  case rotate(Rotation)
  /// Each row divided by its length, or by `epsilon` where that is more.
  case unitRows(epsilon: Float)
}

/// A value that is known before any image.
package enum Constant: Sendable, Hashable {
  /// A tensor of the checkpoint, row-major in the node's shape.
  case parameter(String)
  /// Numbers that the architecture computes, such as coordinates.
  case numbers([Float])
}

/// Non-overlapping square patches of a square image, row by row; what reaches beyond the image is zero.
package struct Patches: Sendable, Hashable {
  /// In pixels.
  package let imageSide: Int
  package let side: Int

  package init(imageSide: Int, side: Int) {
    self.imageSide = imageSide
    self.side = side
  }

  /// Patches in a row, the last of which may reach beyond the image.
  package var gridSide: Int { (imageSide + side - 1) / side }
  package var count: Int { gridSide * gridSide }
}

package struct LayerNorm: Sendable, Hashable {
  package let weight: String
  /// Nil where the layer has none.
  package let bias: String?
  package let epsilon: Float
  /// The site of the LayerNorm's input, at the input itself or before rows of it were put side by side; where it uses
  /// PTS the LayerNorm runs in integers. Nil where no site stands there, as within an attention.
  package let input: SiteID?
  /// The site of its output, whose scale the integer LayerNorm writes.
  package let output: SiteID?
  /// Whether the mean is left in (RMSNorm).
  package let isRootMeanSquare: Bool

  package init(
    weight: String, bias: String?, epsilon: Float, input: SiteID?, output: SiteID?, isRootMeanSquare: Bool = false
  ) {
    self.weight = weight
    self.bias = bias
    self.epsilon = epsilon
    self.input = input
    self.output = output
    self.isRootMeanSquare = isRootMeanSquare
  }
}

package enum Activation: String, Sendable, Hashable, CaseIterable {
  /// By the error function.
  case gelu
  /// By the hyperbolic tangent.
  case geluTanh
  /// `x · σ(1.702 x)`.
  case quickGELU
  case silu
  case relu
  case sigmoid
  case tanh
  /// `e^min(x, ln 100)`, the temperature of a cosine attention.
  case boundedExponential
}

package enum Pooling: String, Sendable, Hashable {
  case mean, maximum
}
