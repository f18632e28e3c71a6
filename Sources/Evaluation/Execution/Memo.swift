import Kernels
import Locks

/// Values that are made once a key and shared; safe to use from several threads.
///
/// Two threads that ask at once may both make one, and the later stays: values of equal keys are interchangeable.
final class Memo<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let values = Guarded<[Key: Value]>([:])

  /// The value of a key, made where it is not there yet.
  func value(of key: Key, make: () throws(KernelError) -> Value) throws(EvaluationError) -> Value {
    if let known = values.withLock({ $0[key] }) { return known }
    do throws(KernelError) {
      let made = try make()
      values.withLock { $0[key] = made }
      return made
    } catch { throw .kernel(error) }
  }
}
