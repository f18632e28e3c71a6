package import Tensors

/// A storage as a pickle of PyTorch refers to it: its elements lie elsewhere in the file, under a key.
package struct PickledStorage: Hashable, Sendable {
  package let key: String
  package let elementType: ElementType
  /// Of the whole storage.
  package let elementCount: Int
  /// Where a part of the storage begins to which the pickle refers, in elements; files of before PyTorch 0.4 have such.
  package let offset: Int

  /// Nil where the byte count is beyond an `Int`.
  package var byteCount: Int? {
    let (product, overflows) = elementCount.multipliedReportingOverflow(by: elementType.byteCount)
    return overflows ? nil : product
  }
}
