import Models
import TestSupport
import Testing

/// Sizes and crops that timm keeps for evaluation.
@Suite struct TestSizeTests {
  private func input(_ pretrained: String, arguments: String = "") throws -> InputSpecification {
    let folder = try ModelFolder(
      configuration:
        "{\"architecture\": \"vit_tiny_test\", \"model_args\": {\(arguments)}, \"pretrained_cfg\": {\(pretrained)}}")
    return try ModelSource(path: folder.path).configuration.inputSpecification()
  }

  @Test func `What evaluation says counts`() throws {
    #expect(try input("\"input_size\": [3, 32, 32], \"test_input_size\": [3, 48, 48]").size == 48)
    #expect(try input("\"crop_pct\": 0.5, \"test_crop_pct\": 1.0").resizing == .shortSide(224))
    #expect(
      try input("\"test_input_size\": null, \"input_size\": [3, 32, 32], \"crop_pct\": 1").resizing == .shortSide(32))
  }

  @Test func `Without a size that of the network counts, then timm's`() throws {
    #expect(try input("").size == 224)
    #expect(try input("", arguments: "\"img_size\": 64").size == 64)
    #expect(try input("", arguments: "\"img_size\": [64, 64]").size == 64)
    #expect(try input("", arguments: "\"img_size\": 64").resizing == .shortSide(73))
  }
}
