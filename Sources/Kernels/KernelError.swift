/// What can go wrong while a kernel is prepared; running one cannot fail.
package enum KernelError: Error, Hashable, Sendable {
  /// oneDNN refused; `status` is its own code.
  case oneDNN(OneDNNStep, status: Int32)
}

/// What oneDNN was asked for.
package enum OneDNNStep: String, Hashable, Sendable {
  case engine
  case stream
  case product
  case weightPacking = "weight packing"
  case memory
}

extension KernelError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .oneDNN(let step, let status): "oneDNN cannot provide the \(step.rawValue) (status \(status))"
    }
  }
}
