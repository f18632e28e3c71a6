import Foundation
import Models
import Tensors
import TestSupport
import Testing

/// Sizes beyond the engine's are refused before any weight is read: the files here are all hole.
@Suite struct ModelLimitsTests {
  /// A folder of a network whose weights are zeros that take no room on disk.
  private func complaint(
    imageSize: Int = 4, patchSize: Int = 4, width: Int = 4, depth: Int = 1, headCount: Int = 1, hiddenWidth: Int = 4,
    classCount: Int = 2
  ) throws -> String? {
    let network = VisionTransformer(
      architecture: "vit_test", imageSize: imageSize, patchSize: patchSize, width: width, depth: depth,
      headCount: headCount, hiddenWidth: hiddenWidth, classCount: classCount, hasQueryKeyValueBias: true)
    let folder = try ModelFolder(
      tensors: [:],
      configuration: """
        {"architecture": "vit_test", "model_args": {"num_heads": \(headCount)}, "input_size": [3, \(imageSize), \(imageSize)],
         "interpolation": "bicubic", "crop_pct": 0.9, "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]}
        """)
    var offset = 0
    let members = network.tensorShapes.sorted { $0.key < $1.key }.map { name, shape in
      let end = offset + 4 * shape.elementCount
      defer { offset = end }
      return "\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(shape),\"data_offsets\":[\(offset),\(end)]}"
    }
    let header = Array("{\(members.joined(separator: ","))}".utf8)
    let bytes = withUnsafeBytes(of: UInt64(header.count).littleEndian) { [UInt8]($0) } + header
    try Data(bytes).write(to: URL(fileURLWithPath: folder.weightsPath))
    #expect(truncate(folder.weightsPath, bytes.count + offset) == 0)
    return folder.complaint()
  }

  @Test func `At the limits`() throws {
    #expect(try complaint(hiddenWidth: 65_536) == nil)
    #expect(try complaint(imageSize: 147, patchSize: 147) == nil)
    #expect(try complaint(width: 1, depth: 1, hiddenWidth: 1, classCount: 1) == nil)
    #expect(try complaint(imageSize: 32, patchSize: 1, width: 2, headCount: 2) == nil)
  }

  @Test func `Beyond the limits`() throws {
    let only = "MODEL/model.safetensors: "
    #expect(
      try complaint(hiddenWidth: 65_537)
        == only + "the hidden width of the MLP (rows of mlp.fc1.weight) is 65537; this program computes at most 65536")
    #expect(
      try complaint(width: 65_537) == only + "the width (embed_dim) is 65537; this program computes at most 65536")
    #expect(
      try complaint(imageSize: 148, patchSize: 148)
        == only + "the number of values in a patch, 3 · patch size², is 65712; this program computes at most 65536")
    #expect(
      try complaint(imageSize: 256, patchSize: 1) == only
        + "the number of tokens is 65537; this program computes at most 65536")
    #expect(
      try complaint(imageSize: 128, patchSize: 1, headCount: 4)
        == only
        + "the number of scores in an attention, heads · tokens², is 1073872900; this program computes at most 536870912"
    )
    #expect(
      try complaint(classCount: 1_048_577) == only
        + "the number of classes is 1048577; this program computes at most 1048576")
    #expect(try complaint(depth: 1025) == only + "the number of blocks is 1025; this program computes at most 1024")
  }

  @Test func `Weights beyond the machine's memory`() throws {
    let complaint = try #require(try complaint(width: 65_536, depth: 100))
    #expect(complaint.hasPrefix("MODEL/model.safetensors: weights and attention need 6"))
    #expect(complaint.contains("GiB of memory; "))
  }
}
