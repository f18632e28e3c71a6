/// A tensor as a pickle of PyTorch describes it, not yet held against its storage.
package struct PickledTensor: Hashable, Sendable {
  package let storage: PickledStorage
  /// Within the whole storage; counts of elements, as the strides are.
  package let offset: Int
  package let extents: [Int]
  package let strides: [Int]
}
