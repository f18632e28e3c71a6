import Kernels
import Quantization

/// Operations of the graph in one integer kernel, or one operation in float, or the way between the two.
enum IntegerStep: Sendable {
  /// The operation runs in float, as in a simulated plan.
  case simulated
  /// Codes of the operation's float value, which its quantizer has just rounded.
  case encode(CodeGrid)
  /// The float value of the operation's codes, for readers that run in float.
  case decode(CodeGrid)
  /// From the image to the input of the first LayerNorm.
  case embedding(IntegerEmbedding)
  /// `selection`: the only row of the input that the operation's value has; nil for all.
  case layerNorm(IntegerLayerNorm.Parameters, input: CodeGrid, output: CodeGrid, selection: Int?)
  case linear(IntegerProduct, Requantization)
  /// The product, GELU, and the codes of its result.
  case linearGELU(IntegerProduct, Requantization, output: CodeGrid)
  /// The product; its sums leave as floats.
  case linearReals(IntegerProduct, Requantization)
  /// From the output of the qkv layer to the attention's output site; `scores` is the site operation in between.
  case attention(AttentionCodes, AttentionCodes.Sites, scores: Int)
  case add(CodeGrid, CodeGrid, output: CodeGrid)
}

/// A step with the operation that it completes and those whose values it reads.
struct IntegerInstruction: Sendable {
  let step: IntegerStep
  let output: Int
  let inputs: [Int]
  /// The only row that is read later, and so the only one that is computed; nil for all.
  let row: Int?
}
