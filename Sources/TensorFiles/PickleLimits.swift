/// How much a pickle may build, whatever it announces.
package struct PickleLimits: Sendable {
  /// Bytes of one pickle, and of all texts that it makes from others.
  package var byteCount = 64 << 20
  /// Containers, objects and the entries of containers, all together.
  package var objectCount = 2_000_000
  package var memoCount = 1_000_000
  package var stackCount = 1_000_000
  /// Marks that are open at once, which is as deep as a pickle can nest by them.
  package var markCount = 10_000
  /// Bytes of a line in the text opcodes of protocol 0.
  package var lineByteCount = 1 << 20
  /// Bytes of a whole number.
  package var integerByteCount = 1024

  package init() {}
}
