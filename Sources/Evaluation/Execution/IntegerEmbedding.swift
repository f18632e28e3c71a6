import Graphs
import Kernels
import Quantization

/// Image → codes of tokens with positions: patches, behind tokens that no image changes.
struct IntegerEmbedding: Sendable {
  let patches: IntegerPatches
  /// What each code of an embedded patch stands for once it is a token.
  let tokenValues: [Float]
  /// [patches, channels].
  let positions: [Float]
  /// The tokens before the patches with their positions.
  let prefixCodes: [UInt8]
  let output: CodeGrid

  /// Codes of the patches, and then of the product.
  var scratchByteCount: Int { patches.gatheredByteCount + patches.sumCount }

  /// - Parameters:
  ///   - scratch: room for the patches' codes, and behind them for the product's.
  ///   - onPatches: sees the latter.
  func run(
    _ pixels: [UInt8], product: IntegerProduct.Binding, sums: UnsafeMutablePointer<Int32>,
    scratch: UnsafeMutablePointer<UInt8>, clock: KernelClock?, into codes: UnsafeMutablePointer<UInt8>,
    onPatches: (UnsafeMutablePointer<UInt8>) -> Void
  ) {
    let embedded = scratch + patches.gatheredByteCount
    patches.run(pixels, product: product, sums: sums, scratch: scratch, clock: clock, into: embedded)
    onPatches(embedded)
    codes.update(from: prefixCodes, count: prefixCodes.count)
    // The pointer is used within the call only.
    positions.withUnsafeBufferPointer {
      guard let base = $0.baseAddress else { return }
      output.embed(
        embedded, values: tokenValues, positions: base, rows: patches.patches.count, into: codes + prefixCodes.count)
    }
    clock?.lap(.epilogue)
  }
}
