/// A value in a pickle; containers and objects stand for themselves by their place in the `Pickle` that holds them.
///
/// So a value that is referred to many times is there once, a cycle is a number that points back, and nothing is ever
/// freed by recursion. Equal where the values are, containers and objects where they are the same one.
package enum PickleValue: Hashable, Sendable {
  case none
  case boolean(Bool)
  case integer(Int)
  case float(Double)
  case string(String)
  case bytes([UInt8])
  case list(Int)
  case tuple(Int)
  /// Frozen or not.
  case set(Int)
  case dictionary(Int)
  case object(Int)
}
