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

  /// Codes of the patches, to the end of a cache line, and then of the product.
  var scratchByteCount: Int { patchByteCount + patchCount * output.scales.count }

  private var patchCount: Int { (imageSize / patchSize) * (imageSize / patchSize) }

  private var patchByteCount: Int { (3 * imageSize * imageSize + 63) / 64 * 64 }

  /// - Parameters:
  ///   - scratch: room for the patches' codes, and behind them for the product's.
  ///   - onPatches: sees the latter.
  func run(
    _ pixels: [UInt8], product: IntegerProduct.Binding, sums: UnsafeMutablePointer<Int32>,
    scratch: UnsafeMutablePointer<UInt8>, clock: KernelClock?, into codes: UnsafeMutablePointer<UInt8>,
    onPatches: (UnsafeMutablePointer<UInt8>) -> Void
  ) {
    let channels = output.scales.count
    let embedded = scratch + patchByteCount
    PatchCodes.gather(pixels, side: imageSize, patchSide: patchSize, table: pixelCodes, into: scratch)
    clock?.lap(.copying)
    product.codes(scratch, requantization, sums: sums, clock: clock, into: embedded)
    onPatches(embedded)
    codes.update(from: classCodes, count: channels)
    positions.withUnsafeBufferPointer {
      guard let base = $0.baseAddress else { return }
      output.embed(
        embedded, values: tokenValues, positions: base + channels, rows: patchCount, into: codes + channels)
    }
    clock?.lap(.epilogue)
  }
}
