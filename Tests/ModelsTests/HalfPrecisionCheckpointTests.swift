import Foundation
import Models
import Tensors
import TestSupport
import Testing

/// Checkpoints in 16 bits give the very numbers that the 16 bits stand for.
@Suite struct HalfPrecisionCheckpointTests {
  private func open(_ type: ElementType, _ encode: (Float) -> UInt16) throws -> Checkpoint {
    let folder = try ModelFolder()
    let contents = ModelFolder.soundTensors.sorted { $0.key < $1.key }.map { name, tensor in
      SafetensorsFile.Content(
        name: name, elementType: type, shape: tensor.shape,
        bytes: tensor.elements.flatMap { [UInt8(encode($0) & 255), UInt8(encode($0) >> 8)] })
    }
    try SafetensorsFile.write(contents, to: folder.weightsPath)
    return try folder.open().checkpoint
  }

  @Test func bfloat16() throws {
    let checkpoint = try open(.bfloat16) { UInt16($0.bitPattern >> 16) }
    for (name, tensor) in ModelFolder.soundTensors {
      #expect(
        checkpoint[name].elements == tensor.elements.map { Float(bitPattern: $0.bitPattern & 0xFFFF_0000) }, "\(name)")
    }
  }

  @Test func float16() throws {
    let checkpoint = try open(.float16) { Float16($0).bitPattern }
    for (name, tensor) in ModelFolder.soundTensors {
      #expect(checkpoint[name].elements == tensor.elements.map { Float(Float16($0)) }, "\(name)")
    }
  }
}
