package import Tensors

/// A tensor that a network reads, declared where it is used; named as in timm.
package struct Parameter: Sendable, Hashable {
  package let name: String
  package let shape: Shape
}
