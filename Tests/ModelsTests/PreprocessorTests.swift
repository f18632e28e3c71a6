import Foundation
import Models
import TestSupport
import Testing

/// What transformers' image processors may be told, and what of it is refused by name.
@Suite struct PreprocessorTests {
  private let temporary = TemporaryFolder()

  private func write(_ text: String, _ name: String) throws {
    try Data(text.utf8).write(to: temporary.url.appendingPathComponent(name))
  }

  private func input(_ preprocessor: String?, modelType: String = "vit") throws -> InputSpecification {
    try write("{\"model_type\": \"\(modelType)\"}", "config.json")
    try write("", "model.safetensors")
    if let preprocessor { try write(preprocessor, "preprocessor_config.json") }
    return try ModelSource(path: temporary.url.path).configuration.inputSpecification()
  }

  private func complaint(_ preprocessor: String?, modelType: String = "vit") throws -> String? {
    do {
      _ = try input(preprocessor, modelType: modelType)
      return nil
    } catch let error as ModelError {
      return error.description.replacingOccurrences(of: temporary.url.path, with: "HERE")
    }
  }

  @Test func `Nothing says how images are prepared`() throws {
    #expect(
      try complaint(nil)
        == "HERE/preprocessor_config.json: no such file, and nothing else says how images are prepared; download it from where config.json is from"
    )
  }

  @Test func `Newer versions keep the processor in another file`() throws {
    try write(
      "{\"image_processor\": {\"image_processor_type\": \"ViTImageProcessor\", \"size\": 32}}", "processor_config.json")
    #expect(try input("{\"size\": 48}").size == 32)
    try write("{\"processor_class\": \"CLIPProcessor\"}", "processor_config.json")
    #expect(try input("{\"size\": 48}").size == 48)
    try write("{\"image_processor\": {\"size\": \"x\"}}", "processor_config.json")
    #expect(try complaint(nil)?.hasPrefix("HERE/processor_config.json: 'size' is \"x\"; expected a number") == true)
  }

  @Test func `Fast and older processors are the same`() throws {
    let names = [
      "ViTImageProcessor", "ViTImageProcessorFast", "ViTImageProcessorPil", "ViTFeatureExtractor",
    ]
    let inputs = try names.map { try input("{\"image_processor_type\": \"\($0)\"}", modelType: "deit") }
    #expect(Set(inputs).count == 1 && inputs[0].interpolation == "bilinear")
    #expect(try input("{}", modelType: "deit").resizing == .exactly(width: 256, height: 256))
  }

  /// The members, and how the message goes on after the file's name.
  @Test(arguments: [
    (
      #""image_processor_type": "DINOv3ViTImageProcessor""#,
      "'image_processor_type' is \"DINOv3ViTImageProcessor\"; expected one that this program knows: ViTImageProcessor"
    ),
    (
      #""image_processor_type": "x\u001b""#,
      "'image_processor_type' is \"x\\u001b\"; expected one that this program knows"
    ),
    (#""size": {"shortest_edge": 256}"#, "'size' is {\"shortest_edge\": 256}; expected one square size for all images"),
    (
      #""size": {"height": 224, "width": 192}"#,
      "'size' is {\"height\": 224, \"width\": 192}; expected a square of 1 to 4096 pixels"
    ),
    (#""size": {"longest_edge": 224}"#, "'size' is {\"longest_edge\": 224}; expected a number, [height, width]"),
    (
      #""size": {"max_height": 224, "max_width": 224}"#, "'size' is {\"max_height\": 224, \"max_width\": 224}; expected"
    ),
    (#""size": 0"#, "'size' is 0; expected"), (#""size": 1e18"#, "'size' is 1e18; expected"),
    (#""size": true"#, "'size' is true; expected"), (#""size": [224]"#, "'size' is [224]; expected"),
    (
      #""size": null"#,
      "'size' is null; expected a value; without the member the default of ViTImageProcessor would count"
    ),
    (#""size": 5000"#, "'size' is 5000; expected a square of 1 to 4096 pixels"),
    (#""do_resize": false"#, "'do_resize' is false; expected one square size for all images"),
    (#""do_resize": 1"#, "'do_resize' is 1; expected true or false"),
    (#""do_center_crop": true"#, "'do_center_crop' is true; expected crop_size beside it"),
    (
      #""do_center_crop": true, "crop_size": {"shortest_edge": 32}"#,
      "'crop_size' is {\"shortest_edge\": 32}; expected a number"
    ),
    (#""do_center_crop": true, "crop_size": [32, 33]"#, "'crop_size' is [32, 33]; expected a square"),
    (
      #""resample": 6"#,
      "'resample' is 6; expected 0 (nearest), 1 (lanczos), 2 (bilinear), 3 (bicubic), 4 (box), 5 (hamming)"
    ),
    (#""resample": "bicubic""#, "'resample' is \"bicubic\"; expected 0 (nearest)"),
    (#""resample": null"#, "'resample' is null; expected a value"),
    (#""rescale_factor": 0"#, "'rescale_factor' is 0; expected a number from 0.000001 to 1"),
    (#""rescale_factor": 1e400"#, "'rescale_factor' is 1e400; expected a number"),
    (
      #""image_mean": [0.5, 0.5]"#,
      "'image_mean' is [0.5, 0.5]; expected three numbers on the scale of pixels from 0 to 1"
    ),
    (#""image_mean": [123, 116, 103]"#, "'image_mean' is [123, 116, 103]; expected three numbers on the scale"),
    (#""image_std": [0.5, 0, 0.5]"#, "'image_std' is [0.5, 0, 0.5]; expected three numbers above 0"),
    (#""image_std": 1e-42"#, "'image_std' is 1e-42; expected numbers by which pixels can be divided"),
    (#""image_std": null"#, "'image_std' is null; expected a value"),
    (#""do_pad": true"#, "'do_pad' is true; expected false: this program does not do that"),
    (#""do_flip_channel_order": true"#, "'do_flip_channel_order' is true; expected false"),
    (#""patch_size": 16"#, "'patch_size' is unknown to this program, so the network may be another than it computes"),
    (
      #""image_processor_type": "ConvNextImageProcessor", "size": {"height": 32, "width": 32}"#,
      "'size' is {\"height\": 32, \"width\": 32}; expected {\"shortest_edge\": …}"
    ),
    (
      #""image_processor_type": "ConvNextImageProcessor", "size": 32, "crop_pct": 0"#,
      "'crop_pct' is 0; expected a number from 0.1 to 2"
    ),
    (
      #""image_processor_type": "ConvNextImageProcessor", "size": 32, "do_center_crop": true, "crop_size": 24"#,
      "'crop_size' is 24; expected 32, to which ConvNextImageProcessor crops already"
    ),
  ])
  func `What cannot be done is refused by name`(members: String, message: String) throws {
    let complaint = try #require(try self.complaint("{\(members)}"))
    #expect(complaint.hasPrefix("HERE/preprocessor_config.json: " + message), "\(complaint)")
    #expect(!complaint.contains("\u{1B}") && !complaint.contains("\n"))
  }

  /// Values of every kind for every member: accepted, or one line that names the member or one that depends on it.
  @Test(arguments: [
    "ViTImageProcessor", "DeiTImageProcessor", "BitImageProcessor", "ConvNextImageProcessor", "LevitImageProcessor",
  ])
  func `Hostile values`(processor: String) throws {
    let members = [
      "size", "crop_size", "do_resize", "do_center_crop", "resample", "do_rescale", "rescale_factor", "do_normalize",
      "image_mean", "image_std", "crop_pct", "default_to_square", "do_pad", "image_processor_type",
    ]
    for member in members {
      for json in ConfigurationFuzzTests.hostileJSON {
        let complaint = try complaint(
          "{\(member == "image_processor_type" ? "" : "\"image_processor_type\": \"\(processor)\", ")\"\(member)\": \(json)}"
        )
        #expect(complaint?.hasPrefix("HERE/preprocessor_config.json: ") != false, "\(complaint ?? "")")
      }
    }
  }

  @Test func `A model of a type without a known processor`() throws {
    #expect(
      try complaint("{}", modelType: "mystery")?.hasPrefix(
        "HERE/preprocessor_config.json: 'image_processor_type' is null; expected one that this program knows") == true)
    #expect(try complaint("{\"image_processor_type\": \"ViTImageProcessor\"}", modelType: "mystery") == nil)
  }

  @Test(arguments: [
    #""_valid_processor_keys": ["a"], "processor_class": "x", "do_convert_rgb": true, "crop_pct": 0.9"#,
    #""do_pad": false, "pad_size": null, "device": null, "data_format": "channels_first", "disable_grouping": null"#,
    #""crop_size": {"height": 1, "width": 2}, "do_center_crop": false, "use_square_size": null"#,
  ])
  func `What has no effect may stand there`(members: String) throws {
    #expect(try input("{\"size\": 32, \(members)}") == input("{\"size\": 32}"))
  }
}
