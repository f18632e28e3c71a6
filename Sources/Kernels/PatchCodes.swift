internal import CKernels

/// Pixels as the codes of patches.
package enum PatchCodes {
  /// Pixels `[side, side, 3]` to `[patches, patchSide · patchSide · 3]`.
  ///
  /// - Parameter table: the code of each value of each colour, [3, 256].
  package static func gather(
    _ pixels: [UInt8], side: Int, patchSide: Int, table: [UInt8], into patches: UnsafeMutablePointer<UInt8>
  ) {
    precondition(pixels.count == 3 * side * side && table.count == 768, "an image and its colours' codes")
    fq_patch_codes(pixels, side, patchSide, table, patches)
  }
}
