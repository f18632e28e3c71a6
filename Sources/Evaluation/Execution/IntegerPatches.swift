import Graphs
import Kernels

/// Image → codes of its patches: the patch embedding as one product of codes.
struct IntegerPatches: Sendable {
  let patches: Patches
  /// The code of each pixel value of each colour, [3, 256].
  let pixelCodes: [UInt8]
  let product: IntegerProduct
  let requantization: Requantization
  /// The node of the patches' site.
  let node: Int
  let columnCount: Int

  /// Codes of the patches, to the end of a cache line.
  var gatheredByteCount: Int { (3 * patches.imageSide * patches.imageSide + 63) / 64 * 64 }

  var sumCount: Int { patches.count * columnCount }

  /// - Parameter scratch: room for the patches' codes.
  func run(
    _ pixels: [UInt8], product: IntegerProduct.Binding, sums: UnsafeMutablePointer<Int32>,
    scratch: UnsafeMutablePointer<UInt8>, clock: KernelClock?, into codes: UnsafeMutablePointer<UInt8>
  ) {
    PatchCodes.gather(pixels, side: patches.imageSide, patchSide: patches.side, table: pixelCodes, into: scratch)
    clock?.lap(.copying)
    product.codes(scratch, requantization, sums: sums, clock: clock, into: codes)
  }
}
