package import Quantization

/// What one attention makes of one image, in float and as a configuration quantizes it.
///
/// H heads, T tokens: the class token first, then the patches row by row.
package struct AttentionMap: Sendable, Hashable {
  package let site: SiteID
  /// Position in the evaluation list, from 0.
  package let image: Int
  package let imageName: String
  /// Nil where it is not known.
  package let label: Int?
  /// 8-bit RGB, interleaved, `imageSide` × `imageSide`: the crop that the network sees.
  package let pixels: [UInt8]
  package let imageSide: Int
  package let headCount: Int
  /// Rows of a head's map; as many as tokens but where few tokens ask.
  package let queryCount: Int
  package let tokenCount: Int
  /// [H, T, T]: row t holds how much token t takes from each token.
  package let float: [Float]
  package let quantized: [Float]
  /// Summed once, since a view shows them in every frame.
  package let heads: [AttentionMapHead]

  package init(
    site: SiteID, image: Int, imageName: String, label: Int?, pixels: [UInt8], imageSide: Int, headCount: Int,
    queryCount: Int, tokenCount: Int, float: [Float], quantized: [Float]
  ) {
    precondition(float.count == headCount * queryCount * tokenCount && quantized.count == float.count)
    self.site = site
    self.image = image
    self.imageName = imageName
    self.label = label
    self.pixels = pixels
    self.imageSide = imageSide
    self.headCount = headCount
    self.tokenCount = tokenCount
    self.float = float
    self.quantized = quantized
    self.queryCount = queryCount
    let area = queryCount * tokenCount
    heads = (0..<headCount).map { head in
      let range = head * area..<(head + 1) * area
      return AttentionMapHead(float: float[range], quantized: quantized[range])
    }
  }
}
