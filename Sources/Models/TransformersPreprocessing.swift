import Texts

/// How transformers' image processors prepare images, from `preprocessor_config.json`.
///
/// What it does not say is the processor's own default; null is no default, but turns a step off.
/// Source: transformers 5.24, image_processing_backends.py (`PilBackend`), image_transforms.py, image_processing_utils.py.
struct TransformersPreprocessing {
  private let fields: ConfigurationFields
  private let processor: ImageProcessor

  /// - Parameter modelType: the model's, which decides where the file names no processor.
  init(_ fields: ConfigurationFields, modelType: String?) throws(ModelError) {
    self.fields = fields
    processor = try Self.processor(fields, modelType: modelType)
    try Self.checkNames(fields)
  }

  func input() throws(ModelError) -> InputSpecification {
    let resizing = try resizing()
    let cropSize = try cropSize()
    let scaling = try scaling()
    let (mean, deviation) = try normalization(scaling)
    let input = try InputSpecification(
      size: outputSize(resizing: resizing, cropSize: cropSize), resizing: resizing.whole,
      interpolation: interpolation(resizing.whole),
      crop: .transformers, scaling: scaling, mean: mean, standardDeviation: deviation)
    guard input.isFinite else { throw ColorTriple.notFinite("image_std", fields) }
    return input
  }

  // MARK: - Processor and members

  private static func processor(
    _ fields: ConfigurationFields, modelType: String?
  ) throws(ModelError) -> ImageProcessor {
    for member in ["image_processor_type", "feature_extractor_type"] where fields.has(member) {
      let name = try fields.string(member)
      guard let processor = ImageProcessor(named: name) else {
        throw fields.invalid(
          member, .string(name),
          expected: "one that this program knows: \(ImageProcessor.names.joined(separator: ", "))")
      }
      return processor
    }
    if let modelType, let processor = ImageProcessor(modelType: modelType) { return processor }
    throw fields.invalid(
      "image_processor_type", .null,
      expected: "one that this program knows: \(ImageProcessor.names.joined(separator: ", "))")
  }

  private static let used: Set = [
    "do_resize", "size", "default_to_square", "resample", "do_center_crop", "crop_size", "crop_pct", "do_rescale",
    "rescale_factor", "do_normalize", "image_mean", "image_std",
  ]

  /// Without effect on one image of three colours.
  private static let harmless: Set = [
    "image_processor_type", "feature_extractor_type", "processor_class", "auto_map", "do_convert_rgb",
    "do_reduce_labels",
    "reduce_labels", "data_format", "input_data_format", "device", "return_tensors", "disable_grouping", "use_fast",
    "image_seq_length", "model_input_names", "transformers_version", "image_size", "num_channels", "backend",
  ]

  /// Steps that no network of this program needs, which must be off.
  private static let off: Set = [
    "do_pad", "do_flip_channel_order", "do_thumbnail", "do_align_long_axis", "do_split_image", "do_image_splitting",
    "use_square_size", "keep_aspect_ratio", "rescale_offset", "include_top", "do_affine_transform", "do_crop_margin",
    "do_random_crop", "apply_ocr", "do_grayscale",
  ]

  private static func checkNames(_ fields: ConfigurationFields) throws(ModelError) {
    for (name, value) in fields.members.sorted(by: { $0.key < $1.key }) where !value.isNull && !name.hasPrefix("_") {
      if off.contains(name) {
        guard value == .bool(false) else {
          throw fields.invalid(
            fields.prefix + name, value, expected: "false: this program does not do that; prepare the images without it"
          )
        }
      } else if name == "pad_size" || name == "size_divisor" {
        // Only padding reads them, which is off.
      } else if !used.contains(name), !harmless.contains(name) {
        throw .unknownMember(path: fields.path, member: fields.prefix + name)
      }
    }
  }

  private func flag(_ name: String, default other: Bool) throws(ModelError) -> Bool {
    guard let value = fields.members[name] else { return other }
    return try value.isNull ? false : fields.flag(name)
  }

  /// The value of a member that is needed; nil where the processor's default counts.
  private func value(_ name: String) throws(ModelError) -> JSONValue? {
    guard let value = fields.members[name] else { return nil }
    guard !value.isNull else {
      throw fields.invalid(
        name, value, expected: "a value; without the member the default of \(processor.name) would count")
    }
    return value
  }

  // MARK: - Extents

  /// The resize, and the crop that belongs to it with ConvNeXT.
  private struct ResizingAndCrop {
    let whole: InputSpecification.Resizing
    var cropSize: Int?
  }

  private func resizing() throws(ModelError) -> ResizingAndCrop {
    guard try flag("do_resize", default: true) else { return ResizingAndCrop(whole: .none) }
    let size = try value("size").map(size) ?? processor.resizing
    switch processor.form {
    case .plain: return ResizingAndCrop(whole: size)
    case .levit:
      if case .shortSide(let side) = size {
        return ResizingAndCrop(whole: .shortSide(Int(256.0 / 224.0 * Double(side))))
      }
      return ResizingAndCrop(whole: size)
    case .convNeXt:
      guard case .shortSide(let side) = size else {
        throw fields.invalid(
          "size", fields.members["size"] ?? .null, expected: "{\"shortest_edge\": …}, which \(processor.name) needs")
      }
      guard side < 384 else { return ResizingAndCrop(whole: .exactly(width: side, height: side)) }
      return ResizingAndCrop(whole: .shortSide(Int(Double(side) / (try cropFraction()))), cropSize: side)
    }
  }

  private func cropFraction() throws(ModelError) -> Double {
    guard let value = try value("crop_pct") else { return 224.0 / 256.0 }
    guard let fraction = value.double, fraction >= 0.1, fraction <= 2 else {
      throw fields.invalid("crop_pct", value, expected: "a number from 0.1 to 2")
    }
    return fraction
  }

  private func size(_ value: JSONValue) throws(ModelError) -> InputSpecification.Resizing {
    let invalid = fields.invalid(
      "size", value,
      expected: "a number, [height, width], or an object of height and width or of shortest_edge, in pixels from 1 to "
        + "\(InputSpecification.resizedSizes.upperBound)")
    func side(_ value: JSONValue?) throws(ModelError) -> Int {
      guard let side = value?.integer, InputSpecification.resizedSizes.contains(side) else { throw invalid }
      return side
    }
    if let list = value.array {
      guard list.count == 2 else { throw invalid }
      return .exactly(width: try side(list[1]), height: try side(list[0]))
    }
    guard let members = value.object?.filter({ !$0.value.isNull }) else {
      let isSquare = try flag("default_to_square", default: processor.squaresOneNumber)
      let length = try side(value)
      return isSquare ? .exactly(width: length, height: length) : .shortSide(length)
    }
    switch Set(members.keys) {
    case ["height", "width"]: return .exactly(width: try side(members["width"]), height: try side(members["height"]))
    case ["shortest_edge"]: return .shortSide(try side(members["shortest_edge"]))
    case ["shortest_edge", "longest_edge"]:
      return .shortSideWithin(try side(members["shortest_edge"]), longSide: try side(members["longest_edge"]))
    default: throw invalid
    }
  }

  /// Nil where there is no crop.
  private func cropSize() throws(ModelError) -> (width: Int, height: Int)? {
    guard try flag("do_center_crop", default: processor.crops) else { return nil }
    guard let value = try value("crop_size") else {
      guard let size = processor.cropSize else {
        throw fields.invalid(
          "do_center_crop", .bool(true), expected: "crop_size beside it, which \(processor.name) has no default for")
      }
      return (size, size)
    }
    let members = value.object?.filter { !$0.value.isNull }
    let sides: [JSONValue?] =
      members.map { Set($0.keys) == ["height", "width"] ? [$0["width"], $0["height"]] : [] }
      ?? value.array.map { $0.count == 2 ? [$0[1], $0[0]] : [] } ?? [value, value]
    let numbers = sides.compactMap { $0?.integer }
    guard numbers.count == 2, numbers.allSatisfy(InputSpecification.resizedSizes.contains) else {
      throw fields.invalid(
        "crop_size", value, expected: "a number, [height, width], or an object of height and width, in pixels")
    }
    return (numbers[0], numbers[1])
  }

  /// The side of the square that the network gets.
  private func outputSize(
    resizing: ResizingAndCrop, cropSize: (width: Int, height: Int)?
  ) throws(ModelError) -> Int {
    if let own = resizing.cropSize {
      guard let cropSize, cropSize != (own, own) else { return try checked(own, own, member: "size") }
      throw fields.invalid(
        "crop_size", fields.members["crop_size"] ?? .null, expected: "\(own), to which \(processor.name) crops already")
    }
    if let cropSize { return try checked(cropSize.width, cropSize.height, member: "crop_size") }
    if case .exactly(let width, let height) = resizing.whole { return try checked(width, height, member: "size") }
    let member = resizing.whole == .none ? "do_resize" : "size"
    throw fields.invalid(
      member, fields.members[member] ?? .null,
      expected:
        "one square size for all images: say \"do_center_crop\": true and a crop_size, or a size of height and width")
  }

  private func checked(_ width: Int, _ height: Int, member: String) throws(ModelError) -> Int {
    guard width == height, InputSpecification.sizes.contains(width) else {
      throw fields.invalid(
        member, fields.members[member] ?? .null,
        expected: "a square of 1 to \(InputSpecification.sizes.upperBound) pixels, as this program's networks have it")
    }
    return width
  }

  // MARK: - Values

  private func interpolation(_ resizing: InputSpecification.Resizing) throws(ModelError) -> String {
    if resizing == .none { return "nearest" }
    /// Pillow's numbers.
    let words = ["nearest", "lanczos", "bilinear", "bicubic", "box", "hamming"]
    guard let value = try value("resample") else { return words[processor.resample] }
    guard let number = value.integer, words.indices.contains(number) else {
      throw fields.invalid(
        "resample", value,
        expected: words.enumerated().map { "\($0.offset) (\($0.element))" }.joined(separator: ", "))
    }
    return words[number]
  }

  private func scaling() throws(ModelError) -> InputSpecification.Scaling {
    guard try flag("do_rescale", default: true) else { return .none }
    guard let value = try value("rescale_factor") else { return .factor(1.0 / 255) }
    guard let factor = value.double, factor >= 1e-6, factor <= 1 else {
      throw fields.invalid(
        "rescale_factor", value, expected: "a number from 0.000001 to 1, such as 0.00392156862745098")
    }
    return .factor(factor)
  }

  private func normalization(
    _ scaling: InputSpecification.Scaling
  ) throws(ModelError) -> (mean: [Float], deviation: [Float]) {
    guard try flag("do_normalize", default: true) else { return ([0, 0, 0], [1, 1, 1]) }
    let scale: Double =
      switch scaling {
      case .division: 1
      case .factor(let factor): factor == 1.0 / 255 ? 1 : 255 * factor
      case .none: 255
      }
    for name in ["image_mean", "image_std"] { _ = try value(name) }
    let mean = try ColorTriple.mean("image_mean", fields, scale: max(1, scale), repeatsOne: true) ?? processor.mean
    let deviation =
      try ColorTriple.deviation("image_std", fields, scale: max(1, scale), repeatsOne: true) ?? processor.deviation
    return (mean.floats, deviation.floats)
  }
}
