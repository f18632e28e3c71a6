import Kernels
import Models
import Quantization

/// Image → codes of tokens with positions: the patch embedding as one product of codes.
struct IntegerEmbedding: Sendable {
  let imageSize: Int
  let patchSize: Int
  /// The code of each pixel value of each colour, [3, 256].
  let pixelCodes: [UInt8]
  let product: IntegerProduct
  let requantization: Requantization
  /// What each code of an embedded patch stands for once it is a token.
  let tokenValues: [Float]
  /// [tokens, channels]: the first token's are the class token's.
  let positions: [Float]
  /// The class token with its position, which no image changes.
  let classCodes: [UInt8]
  let output: CodeGrid
  /// The operation of the patches' site.
  let patchOperation: Int

  var patchByteCount: Int { 3 * imageSize * imageSize }

  /// - Parameters:
  ///   - scratch: room for the patches' codes, and then for the product's.
  ///   - onPatches: sees the latter.
  func run(
    _ pixels: [UInt8], product: IntegerProduct.Binding, sums: UnsafeMutablePointer<Int32>,
    scratch: UnsafeMutablePointer<UInt8>, clock: KernelClock?, into codes: UnsafeMutablePointer<UInt8>,
    onPatches: (UnsafeMutablePointer<UInt8>) -> Void
  ) {
    let channels = output.scales.count
    let patchCount = (imageSize / patchSize) * (imageSize / patchSize)
    PatchCodes.gather(pixels, side: imageSize, patchSide: patchSize, table: pixelCodes, into: scratch)
    clock?.lap(.copying)
    product.run(scratch, into: sums)
    clock?.lap(.product)
    requantization.codes(sums, rows: patchCount, into: scratch)
    onPatches(scratch)
    codes.update(from: classCodes, count: channels)
    positions.withUnsafeBufferPointer {
      guard let base = $0.baseAddress else { return }
      output.embed(
        scratch, values: tokenValues, positions: base + channels, rows: patchCount, into: codes + channels)
    }
    clock?.lap(.epilogue)
  }
}
