/// In which form, that this program does not read, a model's weights are there.
package enum WeightsForm: Sendable, Hashable {
  /// NumPy's under names that no network here is mapped from.
  case npz
  case tensorFlow
  case flax
  case onnx
  case other
}
