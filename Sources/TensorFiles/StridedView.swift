import Tensors

/// Where a tensor's elements lie in a storage: element (i, j) of a matrix at offset + i · strides[0] + j · strides[1].
///
/// All counts are of elements. A view that was made lies within its storage and has no more elements than it.
struct StridedView: Hashable, Sendable {
  /// PyTorch's own bound.
  static let dimensionCountLimit = 64

  let shape: Shape
  let strides: [Int]
  let offset: Int

  /// Checks a view from outside against a storage of `storageElementCount` elements.
  init(extents: [Int], strides: [Int], offset: Int, storageElementCount: Int) throws(StoredTensorProblem) {
    guard extents.count == strides.count, extents.count <= Self.dimensionCountLimit, offset >= 0,
      extents.allSatisfy({ $0 >= 0 }), strides.allSatisfy({ $0 >= 0 })
    else { throw .notAView }
    guard let count = extents.checkedProduct else { throw .shapeOverflow }
    guard count <= storageElementCount else {
      throw .moreElementsThanStored(count: count, stored: storageElementCount)
    }
    var last = offset
    for (extent, stride) in zip(extents, strides) where count > 0 {
      let (reach, overflows) = (extent - 1).multipliedReportingOverflow(by: stride)
      let (sum, overflowsToo) = last.addingReportingOverflow(reach)
      guard !overflows, !overflowsToo else { throw .shapeOverflow }
      last = sum
    }
    guard count == 0 || last < storageElementCount else {
      throw .beyondStorage(last: last, stored: storageElementCount)
    }
    self.shape = Shape(extents)
    self.strides = strides
    self.offset = offset
  }

  /// All of a dense array.
  ///
  /// - Parameter isColumnMajor: whether the first index moves fastest, as in Fortran.
  init(dense shape: Shape, isColumnMajor: Bool) {
    self.shape = shape
    strides = isColumnMajor ? Self.columnMajorStrides(shape.dimensions) : Self.rowMajorStrides(shape.dimensions)
    offset = 0
  }

  /// Whether the elements lie side by side in the order of their indices.
  var isContiguous: Bool {
    let dense = Self.rowMajorStrides(shape.dimensions)
    return shape.elementCount < 2
      || shape.dimensions.indices.allSatisfy { shape.dimensions[$0] == 1 || strides[$0] == dense[$0] }
  }

  /// The elements' bytes side by side in the order of their indices.
  func gathered(from storage: [UInt8], elementByteCount size: Int) -> [UInt8] {
    let count = shape.elementCount
    guard count > 0 else { return [] }
    if isContiguous {
      return offset == 0 && storage.count == count * size
        ? storage : Array(storage[offset * size..<(offset + count) * size])
    }
    var result: [UInt8] = []
    result.reserveCapacity(count * size)
    var indices = [Int](repeating: 0, count: strides.count)
    var place = offset
    for _ in 0..<count {
      result += storage[place * size..<(place + 1) * size]
      // Steps the last index, and where it is at its end, the one before.
      for dimension in indices.indices.reversed() {
        indices[dimension] += 1
        place += strides[dimension]
        if indices[dimension] < shape.dimensions[dimension] { break }
        place -= strides[dimension] * indices[dimension]
        indices[dimension] = 0
      }
    }
    return result
  }

  private static func rowMajorStrides(_ extents: [Int]) -> [Int] {
    columnMajorStrides(extents.reversed()).reversed()
  }

  private static func columnMajorStrides(_ extents: [Int]) -> [Int] {
    var strides: [Int] = []
    var product = 1
    for extent in extents {
      strides.append(product)
      product *= max(extent, 1)
    }
    return strides
  }
}

extension [Int] {
  /// The product of extents; nil where that of all but the zeros is beyond an `Int`, so that no stride is either.
  var checkedProduct: Int? {
    var product = 1
    for factor in self where factor != 0 {
      let (next, overflows) = product.multipliedReportingOverflow(by: factor)
      if overflows { return nil }
      product = next
    }
    return contains(0) ? 0 : product
  }
}
