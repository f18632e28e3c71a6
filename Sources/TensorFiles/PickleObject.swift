/// What a pickle holds beside plain values and containers.
package enum PickleObject: Hashable, Sendable {
  /// A whole number beyond 64 bits, nil beyond 128.
  case wideInteger(Int128?)
  /// Something of a program, by name; nothing was looked up.
  case global(PickleGlobal)
  /// An object without weights, of which only the kind is kept.
  case standIn(String)
  case persistentID(PickleValue)
  case storage(PickledStorage)
  case tensor(PickledTensor)
}
