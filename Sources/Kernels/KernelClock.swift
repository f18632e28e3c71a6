import Glibc

/// What a worker's time goes to, a kind of kernel at a time.
package enum KernelKind: String, Sendable, CaseIterable {
  /// Products of codes to sums.
  case product
  /// From a product's sums to codes, GELU apart.
  case epilogue
  case gelu = "GELU epilogue"
  /// Products whose sums end in the same pass.
  case productToCodes = "product to codes"
  case productToGELUCodes = "product to codes of GELU"
  case softmax
  case layerNorm
  case residual = "residual sum"
  /// Patches, attention's operands, and kept codes.
  case copying
  /// Operations that a plan simulates in float, with the ways in and out.
  case simulated
}

/// Adds up time by kind of kernel; belongs to one worker.
package final class KernelClock {
  package private(set) var nanoseconds: [KernelKind: UInt64] = [:]
  private var last: UInt64

  package init() { last = Self.now }

  /// Begins anew: what passed since the last kernel belongs to none.
  package func start() { last = Self.now }

  /// The time since the last call went to `kind`.
  package func lap(_ kind: KernelKind) {
    let now = Self.now
    nanoseconds[kind, default: 0] += now - last
    last = now
  }

  private static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
