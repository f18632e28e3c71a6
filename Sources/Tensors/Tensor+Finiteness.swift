extension Tensor {
  /// Whether no element is NaN or infinite.
  package var isFinite: Bool {
    // A product with zero is zero exactly for finite numbers, and the loop has no branch.
    elements.withUnsafeBufferPointer { buffer in
      var sum: Float = 0
      for element in buffer { sum += element * 0 }
      return sum == 0
    }
  }
}
