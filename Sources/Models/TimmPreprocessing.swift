import Texts

/// How timm prepares images for evaluation, from `pretrained_cfg`; what it does not say is timm's default.
///
/// Where a test size or crop is given it counts, as in timm's `validate.py`. Source: timm 1.0.31, timm/data/config.py
/// (`resolve_data_config` with `use_test_size`), timm/data/transforms_factory.py (`transforms_imagenet_eval`) and
/// timm/models/_pretrained.py (`PretrainedCfg`).
struct TimmPreprocessing {
  let fields: ConfigurationFields
  /// The side that the network is built for where the size of images is not said.
  let networkSize: Int?

  func input() throws(ModelError) -> InputSpecification {
    let size = try size()
    let interpolation = try interpolation()
    let mean = try ColorTriple.mean("mean", fields, scale: 1) ?? .imageNetMean
    let deviation = try ColorTriple.deviation("std", fields, scale: 1) ?? .imageNetDeviation
    let resized = Int((Double(size) / (try cropFraction())).rounded(.down))
    let resizing: InputSpecification.Resizing
    var border: [UInt8] = [0, 0, 0]
    switch try cropMode() {
    case .center: resizing = .shortSide(resized)
    case .squash: resizing = .exactly(width: resized, height: resized)
    case .border:
      resizing = .within(resized)
      border = mean.numbers.map { UInt8(max(0, min(255, (255 * $0).rounded(.toNearestOrEven)))) }
    }
    let input = InputSpecification(
      size: size, resizing: resizing, interpolation: interpolation, crop: .torchvision(border: border),
      scaling: .division, mean: mean.floats, standardDeviation: deviation.floats)
    guard input.isFinite else { throw ColorTriple.notFinite("std", fields) }
    return input
  }

  private enum CropMode: String, CaseIterable {
    case center, squash, border
  }

  private func size() throws(ModelError) -> Int {
    guard let name = ["test_input_size", "input_size"].first(where: fields.has) else { return networkSize ?? 224 }
    let value = try fields.value(name)
    let values = value.array ?? []
    let sizes = values.compactMap(\.integer)
    guard values.count == 3, sizes.count == 3, sizes[0] == 3, sizes[1] == sizes[2],
      InputSpecification.sizes.contains(sizes[1])
    else { throw fields.invalid(name, value, expected: "[3, size, size], three colours and a square") }
    return sizes[1]
  }

  private func cropFraction() throws(ModelError) -> Double {
    guard let name = ["test_crop_pct", "crop_pct"].first(where: fields.has) else { return 0.875 }
    let value = try fields.value(name)
    // Images are enlarged to size / fraction pixels, so a tiny fraction would need more memory than there is.
    guard let fraction = value.double, fraction >= 0.1, fraction <= 2 else {
      throw fields.invalid(name, value, expected: "a number from 0.1 to 2")
    }
    return fraction
  }

  private func cropMode() throws(ModelError) -> CropMode {
    guard fields.has("crop_mode") else { return .center }
    let text = try fields.string("crop_mode")
    guard let mode = CropMode(rawValue: text) else {
      throw fields.invalid(
        "crop_mode", .string(text), expected: CropMode.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return mode
  }

  private func interpolation() throws(ModelError) -> String {
    guard fields.has("interpolation") else { return "bicubic" }
    let text = try fields.string("interpolation")
    if text == "random" {
      throw fields.invalid(
        "interpolation", .string(text),
        expected: "the one that evaluation shall use, such as \"bicubic\"; random is for training")
    }
    guard InputSpecification.interpolations.contains(text) else {
      throw fields.invalid(
        "interpolation", .string(text), expected: InputSpecification.interpolations.joined(separator: ", "))
    }
    return text
  }
}
