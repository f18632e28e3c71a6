/// What one of transformers' image processors does where its configuration does not say.
///
/// Source: transformers 5.24, models/*/image_processing_pil_*.py and models/auto/auto_mappings.py.
struct ImageProcessor {
  /// What a processor does beside resizing, cropping, scaling and normalizing as the members say.
  enum Form {
    case plain
    /// Below 384 pixels the shorter side is resized to size / crop_pct and cropped, else the image is squeezed to a square.
    case convNeXt
    /// The shorter side is resized to 256/224 of the size.
    case levit
  }

  let name: String
  let resizing: InputSpecification.Resizing
  /// Whether a size that is one number is a square's side, rather than that of the image's shorter one.
  let squaresOneNumber: Bool
  /// Pillow's number.
  let resample: Int
  /// The side of the crop; nil where none is made unless the configuration says one.
  let cropSize: Int?
  let crops: Bool
  let mean: ColorTriple
  let deviation: ColorTriple
  let form: Form

  private init(
    _ name: String, _ resizing: InputSpecification.Resizing, squaresOneNumber: Bool = true, resample: Int = 3,
    cropSize: Int? = nil, crops: Bool = false, mean: ColorTriple = .half, deviation: ColorTriple = .half,
    form: Form = .plain
  ) {
    self.name = name
    self.resizing = resizing
    self.squaresOneNumber = squaresOneNumber
    self.resample = resample
    self.cropSize = cropSize
    self.crops = crops
    self.mean = mean
    self.deviation = deviation
    self.form = form
  }

  /// The processor of that name, in whichever of its spellings; nil where it is not one of these.
  init?(named name: String) {
    let stem = Self.stem(of: name)
    guard let known = Self.all.first(where: { $0.name == stem }) else { return nil }
    self = known
  }

  /// The processor that transformers takes for models of that type.
  init?(modelType: String) {
    guard let name = Self.byModelType[modelType] else { return nil }
    self.init(named: name)
  }

  /// Their names, for messages.
  static var names: [String] { all.map(\.name) }

  /// Older files name feature extractors, and faster or Pillow's variants of the same.
  private static func stem(of name: String) -> String {
    var stem = name.replacing("FeatureExtractor", with: "ImageProcessor")
    for ending in ["Fast", "Pil"] where stem.hasSuffix(ending) { stem = String(stem.dropLast(ending.count)) }
    return stem
  }

  private static let square = InputSpecification.Resizing.exactly(width: 224, height: 224)

  private static let all = [
    ImageProcessor("ViTImageProcessor", square, resample: 2),
    ImageProcessor("DeiTImageProcessor", .exactly(width: 256, height: 256), cropSize: 224, crops: true),
    ImageProcessor("BeitImageProcessor", square, cropSize: 224),
    ImageProcessor(
      "BitImageProcessor", .shortSide(224), squaresOneNumber: false, cropSize: 224, crops: true, mean: .clipMean,
      deviation: .clipDeviation),
    ImageProcessor(
      "CLIPImageProcessor", .shortSide(224), squaresOneNumber: false, cropSize: 224, crops: true, mean: .clipMean,
      deviation: .clipDeviation),
    ImageProcessor("SiglipImageProcessor", square, squaresOneNumber: false),
    ImageProcessor("ConvNextImageProcessor", .shortSide(384), squaresOneNumber: false, form: .convNeXt),
    ImageProcessor(
      "LevitImageProcessor", .shortSide(224), squaresOneNumber: false, cropSize: 224, crops: true,
      mean: .imageNetMean, deviation: .imageNetDeviation, form: .levit),
    ImageProcessor("PvtImageProcessor", square, mean: .imageNetMean, deviation: .imageNetDeviation),
  ]

  private static let byModelType = [
    "vit": "ViTImageProcessor", "vit_mae": "ViTImageProcessor", "vit_msn": "ViTImageProcessor",
    "ijepa": "ViTImageProcessor", "swin": "ViTImageProcessor", "swinv2": "ViTImageProcessor",
    "deit": "DeiTImageProcessor", "beit": "BeitImageProcessor", "data2vec-vision": "BeitImageProcessor",
    "dinov2": "BitImageProcessor", "dinov2_with_registers": "BitImageProcessor", "clip": "CLIPImageProcessor",
    "clip_vision_model": "CLIPImageProcessor", "siglip": "SiglipImageProcessor",
    "siglip_vision_model": "SiglipImageProcessor", "convnext": "ConvNextImageProcessor",
    "convnextv2": "ConvNextImageProcessor", "levit": "LevitImageProcessor", "pvt": "PvtImageProcessor",
  ]
}
