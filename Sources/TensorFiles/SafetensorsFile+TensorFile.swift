package import Tensors

extension SafetensorsFile: TensorFile {
  package func readTensors(
    where isWanted: (String) -> Bool, observing observe: (UnsafeRawBufferPointer) -> Void,
    _ body: (String, Tensor) -> Void
  ) throws(TensorFileError) {
    do throws(SafetensorsError) {
      try readTensors(named: isWanted, observing: observe, body)
    } catch {
      throw .safetensors(error)
    }
  }
}
