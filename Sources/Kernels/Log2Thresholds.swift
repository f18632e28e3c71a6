internal import CKernels
internal import Foundation

/// Where `⌊−log2 p⌉` steps, so that a comparison of bits replaces the logarithm.
///
/// A p in [2^−n, 2^−n+1) has the exponent n or, from a significand near √2 on, n − 1. The logarithm is a float32 in the
/// definition, and several significands about √2 share the float32 that ends in one half exactly; it rounds to even.
/// Therefore the step differs from n to n, and it is found by searching the definition.
enum Log2Thresholds {
  /// The least 23-bit significand field for which p = 2^−n · (1 + field / 2²³) rounds to n − 1.
  static let significands: [UInt32] = (0..<Int(fq_log2_threshold_count)).map { n in
    var low: UInt32 = 0
    var high: UInt32 = 1 << 23
    while low < high {
      let middle = (low + high) / 2
      if roundsDown(field: middle, n: n) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The logarithm by way of float64, because a float32 logarithm may differ in its last bit between machines.
  private static func roundsDown(field: UInt32, n: Int) -> Bool {
    let p = Double(sign: .plus, exponent: -n, significand: 1 + Double(field) / Double(1 << 23))
    return (-Float(Foundation.log2(p))).rounded(.toNearestOrEven) < Float(n)
  }
}
