/// A dense row-major array of 32-bit floats.
package struct Tensor: Sendable, Equatable {
  package let shape: Shape
  package var elements: [Float]

  package init(shape: Shape, elements: [Float]) {
    precondition(shape.elementCount == elements.count, "shape \(shape) does not hold \(elements.count) elements")
    self.shape = shape
    self.elements = elements
  }
}
