import Tensors

/// A tensor's elements as a file holds them: side by side in the order of their indices, in this machine's byte order.
struct StoredElements {
  let shape: Shape
  let elementType: ElementType
  private let bytes: [UInt8]

  init(_ view: StridedView, of elementType: ElementType, in storage: [UInt8], _ order: ByteOrder) {
    shape = view.shape
    self.elementType = elementType
    var bytes = view.gathered(from: storage, elementByteCount: elementType.byteCount)
    order.toNative(&bytes, width: elementType.byteCount)
    self.bytes = bytes
  }

  /// As 32-bit floats, with what is wrong told of the tensor `name` in `file`.
  func tensor(_ name: String, in file: String) throws(TensorFileError) -> Tensor {
    do throws(StoredTensorProblem) { return try tensor() } catch {
      throw .tensor(file: file, tensor: name, problem: error)
    }
  }

  /// As 32-bit integers, with what is wrong told of the tensor `name` in `file`.
  func integers(_ name: String, in file: String) throws(TensorFileError) -> [Int32] {
    do throws(StoredTensorProblem) { return try integers() } catch {
      throw .tensor(file: file, tensor: name, problem: error)
    }
  }

  /// As 32-bit floats; throws where the type is none of floating point.
  private func tensor() throws(StoredTensorProblem) -> Tensor {
    guard FloatConversion.isDefined(for: elementType) else { throw .notFloatingPoint(elementType) }
    let count = shape.elementCount
    // An array made for no element writes its count into what all empty arrays share, which ThreadSanitizer tells of.
    if count == 0 { return Tensor(shape: shape, elements: []) }
    let elements = [Float](unsafeUninitializedCapacity: count) { target, initializedCount in
      // The target has room for `count` floats and may have more, the source has their bytes; both outlive the call.
      bytes.withUnsafeBytes {
        FloatConversion.convert($0, as: elementType, into: UnsafeMutableBufferPointer(rebasing: target[..<count]))
      }
      initializedCount = count
    }
    return Tensor(shape: shape, elements: elements)
  }

  /// As 32-bit integers; throws where the type is none of integers or a value does not fit.
  private func integers() throws(StoredTensorProblem) -> [Int32] {
    do throws(IntegerConversion.Failure) {
      return try bytes.withUnsafeBytes { source in
        Result { () throws(IntegerConversion.Failure) in
          try IntegerConversion.integers(from: source, as: elementType)
        }
      }.get()
    } catch {
      throw switch error {
      case .notIntegers: .notIntegers(elementType)
      case .beyond32Bits: .integerBeyond32Bits
      }
    }
  }
}
