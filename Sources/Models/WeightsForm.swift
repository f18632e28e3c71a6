/// In which form, that this program does not read, a model's weights are there.
package enum WeightsForm: Sendable, Hashable {
  /// A safetensors file of another name.
  case safetensors
  /// NumPy's, in which Google published the first Vision Transformers.
  case npz
  case other
}
