import Foundation
import Models
import Tensors
import TestSupport
import Testing

/// timm's names imply arguments that no configuration repeats.
@Suite struct TimmArchitectureTests {
  private func complaint(
    _ name: String, width: Int, depth: Int, headCount: Int? = nil, patchSize: Int = 16, hasBias: Bool = true
  ) throws -> String? {
    let network = VisionTransformer(
      architecture: name, imageSize: patchSize, patchSize: patchSize, width: width, depth: depth, headCount: 1,
      hiddenWidth: 4 * width, classCount: 2, hasQueryKeyValueBias: hasBias)
    let tensors = network.tensorShapes.mapValues {
      Tensor(shape: $0, elements: [Float](repeating: 0.5, count: $0.elementCount))
    }
    let arguments = headCount.map { "\"model_args\": {\"num_heads\": \($0)}," } ?? ""
    return try ModelFolder(
      tensors: tensors,
      configuration: """
        {"architecture": "\(name)", \(arguments) "input_size": [3, \(patchSize), \(patchSize)], "interpolation": "bicubic",
         "crop_pct": 0.9, "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]}
        """
    ).complaint()
  }

  @Test(arguments: ["vit_tiny_patch16_224", "deit_tiny_patch16_224", "vit_tiny_patch16_384.augreg_in21k_ft_in1k"])
  func `A plain name tells the number of heads and the sizes`(name: String) throws {
    #expect(try complaint(name, width: 192, depth: 12) == nil)
    #expect(
      try complaint(name, width: 192, depth: 11)
        == "MODEL/config.json: timm's '\(name)' has depth 12, but the weights have 11; correct 'architecture', or say it in model_args.depth"
    )
  }

  /// timm once had another network under this name, of 768 channels and 8 heads.
  @Test func `A plain name whose weights have another width`() throws {
    #expect(
      try complaint("vit_small_patch16_224", width: 48, depth: 1)
        == "MODEL/config.json: timm's 'vit_small_patch16_224' has embed_dim 384, but the weights have 48; correct 'architecture', or say it in model_args.embed_dim"
    )
    #expect(
      try complaint("vit_tiny_patch16_224", width: 192, depth: 12, hasBias: false)?.contains("qkv_bias true") == true)
  }

  @Test(arguments: [
    ("deit3_small_patch16_224", "no_embed_class true, init_values 1e-6 (LayerScale)"),
    ("vit_base_patch32_clip_quickgelu_224.openai", "pre_norm true, norm_layer with epsilon 1e-5, act_layer quick_gelu"),
    ("vit_base_patch16_gap_224", "class_token false, global_pool avg, fc_norm false"),
    ("vit_small_patch14_dinov2", "init_values 1e-5"),
    ("vit_base_patch16_siglip_224", "class_token false, global_pool map"),
    ("vit_base_patch16_reg4_gap_256", "class_token false, no_embed_class true, global_pool avg, reg_tokens 4"),
    ("deit_tiny_distilled_patch16_224", "a distillation token"),
    ("vit_relpos_base_patch16_224", "relative position embedding"),
    ("vit_base_r50_s16_224", "a convolutional embedding (hybrid)"),
    ("vit_small_patch16_dinov3", "rotary position embedding (EVA)"),
  ])
  func `A name of another network is refused with the difference`(name: String, difference: String) throws {
    #expect(
      try complaint(name, width: 32, depth: 1, headCount: 2)
        == "MODEL/config.json: timm's '\(name)' differs from the plain ViT that this program computes: \(difference)")
  }

  @Test func `A name that timm does not have needs the number of heads`() throws {
    #expect(try complaint("vit_mine_patch16", width: 32, depth: 1, headCount: 2) == nil)
    for name in ["vit_mine_patch16", "vit_tiny_patch8_64", "vit_base_patch16_48"] {
      #expect(
        try complaint(name, width: 32, depth: 1)
          == "MODEL/config.json: the number of heads of '\(name)' is not known; add \"model_args\": {\"num_heads\": …}")
    }
  }
}
