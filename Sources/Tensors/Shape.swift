/// The extents of a row-major array, outermost first.
package struct Shape: Hashable, Sendable, CustomStringConvertible {
  package let dimensions: [Int]

  package init(_ dimensions: [Int]) {
    precondition(dimensions.allSatisfy { $0 >= 0 }, "a shape has no negative extent")
    self.dimensions = dimensions
  }

  package var elementCount: Int { dimensions.reduce(1, *) }

  package var description: String { "[" + dimensions.map(String.init).joined(separator: ", ") + "]" }
}
