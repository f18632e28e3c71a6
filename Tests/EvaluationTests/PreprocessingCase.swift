import Testing

/// What timm 1.0.31 and transformers 5.24 (Pillow's processors) make of an image that tests compute.
///
/// Digests are of the cropped pixels [size, size, 3] and of the network's input [3, size, size] as little-endian floats.
struct PreprocessingCase: Sendable, CustomTestStringConvertible {
  let name: String
  let configuration: String
  let preprocessor: String?
  let extents: (width: Int, height: Int)
  let size: Int
  let pixels: String
  let floats: String

  var testDescription: String { name }

  private init(
    _ name: String, _ configuration: String, _ preprocessor: String? = nil, of extents: (width: Int, height: Int), size: Int,
    pixels: String, floats: String
  ) {
    self.name = name
    self.configuration = configuration
    self.preprocessor = preprocessor
    self.extents = extents
    self.size = size
    self.pixels = pixels
    self.floats = floats
  }

  static let all = [
    PreprocessingCase(
      "timm: nearest, smaller",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 48, 48], "interpolation": "nearest", "crop_pct": 0.9}}"#,
      of: (97, 64), size: 48,
      pixels: "d5037df69bf1fc44445f0847", floats: "46a901b5c84e5b532e0b6bd5"),
    PreprocessingCase(
      "timm: nearest, larger",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 48, 48], "interpolation": "nearest", "crop_pct": 0.9}}"#,
      of: (20, 31), size: 48,
      pixels: "a4ff038ed7e898936046e624", floats: "f44f2cafa762074b2ed6535d"),
    PreprocessingCase(
      "timm: bilinear, smaller",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 48, 48], "interpolation": "bilinear", "crop_pct": 0.9}}"#,
      of: (97, 64), size: 48,
      pixels: "2a2c0bba312c87124bea38c0", floats: "ab795b6365f4dc2fd7000215"),
    PreprocessingCase(
      "timm: bilinear, larger",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 48, 48], "interpolation": "bilinear", "crop_pct": 0.9}}"#,
      of: (20, 31), size: 48,
      pixels: "c1f5d1867ac94c6fcf70542c", floats: "daf4c2afba5087594e53a213"),
    PreprocessingCase(
      "timm: bicubic, smaller",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 48, 48], "interpolation": "bicubic", "crop_pct": 0.9}}"#,
      of: (97, 64), size: 48,
      pixels: "0702f957863ec33586b7242a", floats: "d819170b35c444e10c15e3d8"),
    PreprocessingCase(
      "timm: bicubic, larger",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 48, 48], "interpolation": "bicubic", "crop_pct": 0.9}}"#,
      of: (20, 31), size: 48,
      pixels: "352f7c575fe6de4ebfa1e64a", floats: "ef1aff9482cd9e0c436b6486"),
    PreprocessingCase(
      "timm: lanczos, smaller",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 48, 48], "interpolation": "lanczos", "crop_pct": 0.9}}"#,
      of: (97, 64), size: 48,
      pixels: "5217f4d1025364828c300c30", floats: "aef74fc381730be55dd8a06c"),
    PreprocessingCase(
      "timm: lanczos, larger",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 48, 48], "interpolation": "lanczos", "crop_pct": 0.9}}"#,
      of: (20, 31), size: 48,
      pixels: "2f39a5a29722001ebe91a2e4", floats: "f8759b49bdc318216c86f290"),
    PreprocessingCase(
      "timm: box, smaller",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 48, 48], "interpolation": "box", "crop_pct": 0.9}}"#,
      of: (97, 64), size: 48,
      pixels: "4aa43faa7f3a83a510e77140", floats: "655411c8182b5343c960de94"),
    PreprocessingCase(
      "timm: box, larger",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 48, 48], "interpolation": "box", "crop_pct": 0.9}}"#,
      of: (20, 31), size: 48,
      pixels: "a4ff038ed7e898936046e624", floats: "f44f2cafa762074b2ed6535d"),
    PreprocessingCase(
      "timm: hamming, smaller",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 48, 48], "interpolation": "hamming", "crop_pct": 0.9}}"#,
      of: (97, 64), size: 48,
      pixels: "2fdd98ef9f3835351d4f17ec", floats: "5c4c3ac238233cb2c12a83dc"),
    PreprocessingCase(
      "timm: hamming, larger",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 48, 48], "interpolation": "hamming", "crop_pct": 0.9}}"#,
      of: (20, 31), size: 48,
      pixels: "f6634e248caeb2cf35f00597", floats: "8d63be7f5e7d620b04992ecf"),
    PreprocessingCase(
      "timm: squash 97 × 64",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 33, 33], "crop_mode": "squash", "crop_pct": 0.875, "mean": [0.5, 0.25, 0.9], "std": [0.5, 0.2, 0.3]}}"#,
      of: (97, 64), size: 33,
      pixels: "ed8a89d7c0ba3d74fb7af01a", floats: "a604ac94ce026fa01bfef1c5"),
    PreprocessingCase(
      "timm: squash 40 × 131",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 33, 33], "crop_mode": "squash", "crop_pct": 0.875, "mean": [0.5, 0.25, 0.9], "std": [0.5, 0.2, 0.3]}}"#,
      of: (40, 131), size: 33,
      pixels: "a2199658d786764a018b7358", floats: "c4b72dd41821eafe746e8e49"),
    PreprocessingCase(
      "timm: squash 21 × 20",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 33, 33], "crop_mode": "squash", "crop_pct": 0.875, "mean": [0.5, 0.25, 0.9], "std": [0.5, 0.2, 0.3]}}"#,
      of: (21, 20), size: 33,
      pixels: "33502dff7996757c81f371ba", floats: "2350f39aeb3096d1599b1b1b"),
    PreprocessingCase(
      "timm: border 97 × 64",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 33, 33], "crop_mode": "border", "crop_pct": 0.875, "mean": [0.5, 0.25, 0.9], "std": [0.5, 0.2, 0.3]}}"#,
      of: (97, 64), size: 33,
      pixels: "3c0727ea0e0c9b0d86e2c532", floats: "5ccdea268d9946b8decba59b"),
    PreprocessingCase(
      "timm: border 40 × 131",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 33, 33], "crop_mode": "border", "crop_pct": 0.875, "mean": [0.5, 0.25, 0.9], "std": [0.5, 0.2, 0.3]}}"#,
      of: (40, 131), size: 33,
      pixels: "c4217b4ee78ab4c2820bc39b", floats: "3e32d3f52bc358df1627ae18"),
    PreprocessingCase(
      "timm: border 21 × 20",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 33, 33], "crop_mode": "border", "crop_pct": 0.875, "mean": [0.5, 0.25, 0.9], "std": [0.5, 0.2, 0.3]}}"#,
      of: (21, 20), size: 33,
      pixels: "0fd7f84e630e250909343c17", floats: "5a0ad8bb1b2853a70744608d"),
    PreprocessingCase(
      "timm: center 97 × 64",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 33, 33], "crop_mode": "center", "crop_pct": 0.875, "mean": [0.5, 0.25, 0.9], "std": [0.5, 0.2, 0.3]}}"#,
      of: (97, 64), size: 33,
      pixels: "948679005787bc7c888e8aff", floats: "368111380c585f996952e22d"),
    PreprocessingCase(
      "timm: center 40 × 131",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 33, 33], "crop_mode": "center", "crop_pct": 0.875, "mean": [0.5, 0.25, 0.9], "std": [0.5, 0.2, 0.3]}}"#,
      of: (40, 131), size: 33,
      pixels: "3363635c38fd5effb6aba3f7", floats: "e85e4bdcf06763d43cdc2a7b"),
    PreprocessingCase(
      "timm: center 21 × 20",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 33, 33], "crop_mode": "center", "crop_pct": 0.875, "mean": [0.5, 0.25, 0.9], "std": [0.5, 0.2, 0.3]}}"#,
      of: (21, 20), size: 33,
      pixels: "29d832f0f8e575c04fe3ed64", floats: "214a6a2722fdd6b03af236c2"),
    PreprocessingCase(
      "timm: border beyond the image",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 32, 32], "crop_mode": "border", "crop_pct": 1.5, "mean": [0.1, 0.501, 1.0]}}"#,
      of: (97, 64), size: 32,
      pixels: "e96d43b843886a4b8978a4f7", floats: "cfdebb02defa6149bf61b7bf"),
    PreprocessingCase(
      "timm: center beyond the image",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 32, 32], "crop_pct": 1.3}}"#,
      of: (97, 64), size: 32,
      pixels: "a41553d2af34c88b9857bd6e", floats: "4fec96d3d5f0b0c6885d71ce"),
    PreprocessingCase(
      "timm: test size and crop",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 32, 32], "crop_pct": 0.9, "test_input_size": [3, 40, 40], "test_crop_pct": 0.95}}"#,
      of: (97, 64), size: 40,
      pixels: "e6e7db45d7e8b6e7f6a92c1e", floats: "46b01ed57b6f9d9cb5722d5c"),
    PreprocessingCase(
      "timm: test crop only",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {"input_size": [3, 32, 32], "test_crop_pct": 1.0}}"#,
      of: (97, 64), size: 32,
      pixels: "ef9168700e6ad182fc8f6025", floats: "5fa8741261cc0b3a1b5dad64"),
    PreprocessingCase(
      "timm: all defaults",
      #"{"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {}}"#,
      of: (260, 300), size: 224,
      pixels: "680d9c06565f2e26010248e5", floats: "9cc845854559325a3b8430d4"),
    PreprocessingCase(
      "transformers: ViT, size one number",
      #"{"model_type": "vit"}"#,
      #"{"size": 32, "image_processor_type": "ViTImageProcessor"}"#,
      of: (97, 64), size: 32,
      pixels: "e6cde0abe1fd0aa6ac1a9e81", floats: "f43c8e9668a270e607d5cb26"),
    PreprocessingCase(
      "transformers: ViT, all defaults",
      #"{"model_type": "vit"}"#,
      #"{"image_processor_type": "ViTImageProcessor"}"#,
      of: (97, 64), size: 224,
      pixels: "c6b1a50784d91a574352bde8", floats: "fbf2d98574568be9d072da1e"),
    PreprocessingCase(
      "transformers: ViT by the feature extractor",
      #"{"model_type": "vit"}"#,
      #"{"size": 32, "resample": 2, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5], "do_normalize": true, "do_resize": true, "feature_extractor_type": "ViTFeatureExtractor"}"#,
      of: (40, 131), size: 32,
      pixels: "75a84217d0defbca17d0c6f2", floats: "813ecbfcfccd285fe3d99fdf"),
    PreprocessingCase(
      "transformers: ViT, a list",
      #"{"model_type": "vit"}"#,
      #"{"size": [32, 32], "resample": 3, "do_rescale": true, "rescale_factor": 0.00392156862745098, "image_processor_type": "ViTImageProcessor"}"#,
      of: (97, 64), size: 32,
      pixels: "b42da8351a97e7560a6cab85", floats: "2961c794b78a473b844a7efa"),
    PreprocessingCase(
      "transformers: swin by model type",
      #"{"model_type": "swin"}"#,
      #"{"size": {"height": 32, "width": 32}, "resample": 3, "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]}"#,
      of: (97, 64), size: 32,
      pixels: "b42da8351a97e7560a6cab85", floats: "9b61383bbf79ae5aae582a98"),
    PreprocessingCase(
      "transformers: ViT, shortest edge and crop",
      #"{"model_type": "vit"}"#,
      #"{"size": {"shortest_edge": 40}, "do_center_crop": true, "crop_size": 33, "image_processor_type": "ViTImageProcessor"}"#,
      of: (97, 64), size: 33,
      pixels: "7430cf57df27d795c36ffc61", floats: "8a47ee47d52ba152306f1b00"),
    PreprocessingCase(
      "transformers: ViT, default_to_square false",
      #"{"model_type": "vit"}"#,
      #"{"size": 40, "default_to_square": false, "do_center_crop": true, "crop_size": {"height": 33, "width": 33}, "image_processor_type": "ViTImageProcessor"}"#,
      of: (40, 131), size: 33,
      pixels: "527cf12913b2fb7f9d1bf9ce", floats: "b069b0bf1343cd45390efb17"),
    PreprocessingCase(
      "transformers: ViT, longest edge",
      #"{"model_type": "vit"}"#,
      #"{"size": {"shortest_edge": 40, "longest_edge": 50}, "do_center_crop": true, "crop_size": 33, "image_processor_type": "ViTImageProcessor"}"#,
      of: (40, 131), size: 33,
      pixels: "40602156d5e99f67473f8fca", floats: "179530628b965561162b41a4"),
    PreprocessingCase(
      "transformers: ViT, longest edge unused",
      #"{"model_type": "vit"}"#,
      #"{"size": {"shortest_edge": 40, "longest_edge": 100}, "do_center_crop": true, "crop_size": 33, "image_processor_type": "ViTImageProcessor"}"#,
      of: (97, 64), size: 33,
      pixels: "7430cf57df27d795c36ffc61", floats: "8a47ee47d52ba152306f1b00"),
    PreprocessingCase(
      "transformers: no resize 97 × 64",
      #"{"model_type": "vit"}"#,
      #"{"do_resize": false, "do_center_crop": true, "crop_size": 33, "image_processor_type": "ViTImageProcessor"}"#,
      of: (97, 64), size: 33,
      pixels: "e8de1a94a5892f2d11f95b28", floats: "169210942d7b1facbdb7c6fc"),
    PreprocessingCase(
      "transformers: no resize 40 × 131",
      #"{"model_type": "vit"}"#,
      #"{"do_resize": false, "do_center_crop": true, "crop_size": 33, "image_processor_type": "ViTImageProcessor"}"#,
      of: (40, 131), size: 33,
      pixels: "527cf12913b2fb7f9d1bf9ce", floats: "b069b0bf1343cd45390efb17"),
    PreprocessingCase(
      "transformers: no resize 20 × 21",
      #"{"model_type": "vit"}"#,
      #"{"do_resize": false, "do_center_crop": true, "crop_size": 33, "image_processor_type": "ViTImageProcessor"}"#,
      of: (20, 21), size: 33,
      pixels: "3c7a97d6101d124a483d322a", floats: "1dae3ceb124e5e1972d8d2b0"),
    PreprocessingCase(
      "transformers: DeiT, defaults",
      #"{"model_type": "vit"}"#,
      #"{"image_processor_type": "DeiTImageProcessor"}"#,
      of: (97, 64), size: 224,
      pixels: "3a5f22a3fe3e436c857dc519", floats: "bed40b93ab4e5e1ef7f9461a"),
    PreprocessingCase(
      "transformers: DeiT by model type, numbers",
      #"{"model_type": "deit"}"#,
      #"{"size": 37, "crop_size": 32, "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]}"#,
      of: (97, 64), size: 32,
      pixels: "bcefd2c10ed8957617f6aedd", floats: "19f4f5b606ed6e58bde6c7de"),
    PreprocessingCase(
      "transformers: DeiT, crop larger than the image",
      #"{"model_type": "vit"}"#,
      #"{"size": {"shortest_edge": 20}, "crop_size": 33, "image_processor_type": "DeiTImageProcessor"}"#,
      of: (97, 64), size: 33,
      pixels: "9c6d3ca051ef6202c239538c", floats: "7601a7e3618dcb3fdd77c2ab"),
    PreprocessingCase(
      "transformers: DeiT, no crop",
      #"{"model_type": "vit"}"#,
      #"{"size": 37, "do_center_crop": false, "image_processor_type": "DeiTImageProcessor"}"#,
      of: (97, 64), size: 37,
      pixels: "0233cc34481b96760b7c1031", floats: "f8d83fdd55fe8580905cb5d0"),
    PreprocessingCase(
      "transformers: BEiT, defaults",
      #"{"model_type": "beit"}"#,
      #"{"size": 32, "do_reduce_labels": false, "resample": 2}"#,
      of: (97, 64), size: 32,
      pixels: "e6cde0abe1fd0aa6ac1a9e81", floats: "f43c8e9668a270e607d5cb26"),
    PreprocessingCase(
      "transformers: Bit (DINOv2), defaults",
      #"{"model_type": "dinov2"}"#,
      #"{}"#,
      of: (260, 300), size: 224,
      pixels: "d2f82d7af7b3445479996b57", floats: "c52d457ec67ef9b6845fd961"),
    PreprocessingCase(
      "transformers: Bit (DINOv2)",
      #"{"model_type": "vit"}"#,
      #"{"size": {"shortest_edge": 37}, "crop_size": {"height": 32, "width": 32}, "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225], "do_convert_rgb": true, "resample": 3, "image_processor_type": "BitImageProcessor"}"#,
      of: (40, 131), size: 32,
      pixels: "c2f3eced28665ba3f9bf1903", floats: "58a2701fb0259a5310e3f9df"),
    PreprocessingCase(
      "transformers: Bit, one number",
      #"{"model_type": "vit"}"#,
      #"{"size": 37, "crop_size": 32, "image_processor_type": "BitImageProcessor"}"#,
      of: (40, 131), size: 32,
      pixels: "c2f3eced28665ba3f9bf1903", floats: "bc3e764722e8fd5f554c0c1a"),
    PreprocessingCase(
      "transformers: CLIP",
      #"{"model_type": "vit"}"#,
      #"{"size": 37, "crop_size": 32, "image_processor_type": "CLIPImageProcessor"}"#,
      of: (40, 131), size: 32,
      pixels: "c2f3eced28665ba3f9bf1903", floats: "bc3e764722e8fd5f554c0c1a"),
    PreprocessingCase(
      "transformers: SigLIP",
      #"{"model_type": "vit"}"#,
      #"{"size": {"height": 32, "width": 32}, "image_processor_type": "SiglipImageProcessor"}"#,
      of: (40, 131), size: 32,
      pixels: "f2e58e5a61a898c23d1fcffb", floats: "1972ebe247f0020837e5fcbb"),
    PreprocessingCase(
      "transformers: ConvNeXT, cropped",
      #"{"model_type": "vit"}"#,
      #"{"size": {"shortest_edge": 32}, "crop_pct": 0.875, "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225], "image_processor_type": "ConvNextImageProcessor"}"#,
      of: (97, 64), size: 32,
      pixels: "8d076efe8a97bebc84bd8fef", floats: "a47c94e379353b3dd0d5f9ab"),
    PreprocessingCase(
      "transformers: ConvNeXT, squeezed",
      #"{"model_type": "vit"}"#,
      #"{"size": 384, "image_processor_type": "ConvNextImageProcessor"}"#,
      of: (97, 64), size: 384,
      pixels: "d62a987a72b7ad521677b783", floats: "9b48b06818b834071c154e19"),
    PreprocessingCase(
      "transformers: LeViT",
      #"{"model_type": "vit"}"#,
      #"{"size": 32, "crop_size": 32, "image_processor_type": "LevitImageProcessor"}"#,
      of: (97, 64), size: 32,
      pixels: "8d076efe8a97bebc84bd8fef", floats: "a47c94e379353b3dd0d5f9ab"),
    PreprocessingCase(
      "transformers: no normalization",
      #"{"model_type": "vit"}"#,
      #"{"size": 32, "do_normalize": false, "image_processor_type": "ViTImageProcessor"}"#,
      of: (97, 64), size: 32,
      pixels: "e6cde0abe1fd0aa6ac1a9e81", floats: "73b281202e13076fd10e5dd2"),
    PreprocessingCase(
      "transformers: no scaling",
      #"{"model_type": "vit"}"#,
      #"{"size": 32, "do_rescale": false, "image_mean": [127.5, 127.5, 127.5], "image_std": [127.5, 127.5, 127.5], "image_processor_type": "ViTImageProcessor"}"#,
      of: (97, 64), size: 32,
      pixels: "e6cde0abe1fd0aa6ac1a9e81", floats: "a8524ee0a9dba9cfcfd68f66"),
    PreprocessingCase(
      "transformers: neither",
      #"{"model_type": "vit"}"#,
      #"{"size": 32, "do_rescale": false, "do_normalize": false, "image_processor_type": "ViTImageProcessor"}"#,
      of: (97, 64), size: 32,
      pixels: "e6cde0abe1fd0aa6ac1a9e81", floats: "c816a7c3061f22e3faa722c1"),
    PreprocessingCase(
      "transformers: another factor",
      #"{"model_type": "vit"}"#,
      #"{"size": 32, "rescale_factor": 0.00784313725490196, "image_mean": 1.0, "image_std": 1.0, "image_processor_type": "ViTImageProcessor"}"#,
      of: (97, 64), size: 32,
      pixels: "e6cde0abe1fd0aa6ac1a9e81", floats: "f43c8e9668a270e607d5cb26"),
    PreprocessingCase(
      "transformers: resample nearest",
      #"{"model_type": "vit"}"#,
      #"{"size": 32, "resample": 0, "image_processor_type": "ViTImageProcessor"}"#,
      of: (97, 64), size: 32,
      pixels: "e9bcf47d020cdd55dd41b4fc", floats: "a343cffeab82d0ce1d27e7af"),
    PreprocessingCase(
      "transformers: resample lanczos",
      #"{"model_type": "vit"}"#,
      #"{"size": 32, "resample": 1, "image_processor_type": "ViTImageProcessor"}"#,
      of: (97, 64), size: 32,
      pixels: "7c6054f286031b3f74d7ea76", floats: "890624d55397684dda93edd0"),
    PreprocessingCase(
      "transformers: resample bilinear",
      #"{"model_type": "vit"}"#,
      #"{"size": 32, "resample": 2, "image_processor_type": "ViTImageProcessor"}"#,
      of: (97, 64), size: 32,
      pixels: "e6cde0abe1fd0aa6ac1a9e81", floats: "f43c8e9668a270e607d5cb26"),
    PreprocessingCase(
      "transformers: resample bicubic",
      #"{"model_type": "vit"}"#,
      #"{"size": 32, "resample": 3, "image_processor_type": "ViTImageProcessor"}"#,
      of: (97, 64), size: 32,
      pixels: "b42da8351a97e7560a6cab85", floats: "2961c794b78a473b844a7efa"),
    PreprocessingCase(
      "transformers: resample box",
      #"{"model_type": "vit"}"#,
      #"{"size": 32, "resample": 4, "image_processor_type": "ViTImageProcessor"}"#,
      of: (97, 64), size: 32,
      pixels: "445f18c7d042780644d33fe1", floats: "aed0abc02d9f60a3cf58bc3a"),
    PreprocessingCase(
      "transformers: resample hamming",
      #"{"model_type": "vit"}"#,
      #"{"size": 32, "resample": 5, "image_processor_type": "ViTImageProcessor"}"#,
      of: (97, 64), size: 32,
      pixels: "94f235d986ee8ee7001f7c9e", floats: "98753b5fd0fcf6e051c1f413"),
    PreprocessingCase(
      "transformers: null turns a step off",
      #"{"model_type": "vit"}"#,
      #"{"size": 32, "do_rescale": null, "do_normalize": null, "do_center_crop": null, "crop_size": null, "do_convert_rgb": null, "device": null, "image_processor_type": "DeiTImageProcessor"}"#,
      of: (97, 64), size: 32,
      pixels: "b42da8351a97e7560a6cab85", floats: "53fae46c5797e07e93446263"),
    PreprocessingCase(
      "transformers: null turns resizing off",
      #"{"model_type": "vit"}"#,
      #"{"do_resize": null, "size": null, "do_center_crop": true, "crop_size": 33, "image_processor_type": "ViTImageProcessor"}"#,
      of: (97, 64), size: 33,
      pixels: "e8de1a94a5892f2d11f95b28", floats: "169210942d7b1facbdb7c6fc"),
    PreprocessingCase(
      "transformers: null default_to_square",
      #"{"model_type": "vit"}"#,
      #"{"size": 40, "default_to_square": null, "do_center_crop": true, "crop_size": 33, "image_processor_type": "ViTImageProcessor"}"#,
      of: (97, 64), size: 33,
      pixels: "7430cf57df27d795c36ffc61", floats: "8a47ee47d52ba152306f1b00"),
  ]
}
