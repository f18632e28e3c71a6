import Foundation
import TensorFiles
import Tensors
import TestSupport
import Testing

@Suite struct TensorFileTests {
  let folder = TemporaryFolder()

  /// A safetensors file behind the common protocol, with an index buffer that is no float and longer than one piece.
  @Test func tensorsThatNobodyWantsMayBeOfAnyType() throws {
    let path = folder.path("one.safetensors")
    let index = (0..<1_500_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    try SafetensorsFile.write(
      [
        .init(name: "weight", tensor: Tensor(shape: Shape([2]), elements: [1, 2])),
        .init(name: "index", elementType: .unsigned8, shape: Shape([index.count]), bytes: index),
      ], to: path)
    let file: any TensorFile = try SafetensorsFile(path: path)
    #expect(file.names == ["index", "weight"] && file.contains("index") && !file.contains("bias"))
    #expect(file.elementType(of: "index") == .unsigned8)
    var seen: [UInt8] = []
    var read: [String: [Float]] = [:]
    try file.readTensors(where: { file.elementType(of: $0) == .float32 }, observing: { seen += $0 }) {
      read[$0] = $1.elements
    }
    #expect(read == ["weight": [1, 2]])
    #expect(try seen == [UInt8](Data(contentsOf: URL(fileURLWithPath: path))))
    let error = TensorFileError.safetensors(
      .notFloatingPoint(file: path, tensor: "index", elementType: .unsigned8))
    #expect(throws: error) { try file.readTensors(observing: { _ in }) { _, _ in } }
    #expect(error.description == "\(path): 'index' holds U8, not floating-point numbers; save it as F32")
  }
}
