/// timm's names of Vision Transformers that are not the plain one, and how they differ from it.
///
/// A name implies arguments that a configuration does not repeat, and some leave no trace in the weights: another
/// epsilon, another activation, a mean over the tokens. Source: timm 1.0.29, timm/models/vision_transformer.py,
/// deit.py, vision_transformer_hybrid.py, vision_transformer_relpos.py and eva.py: what each `@register_model`
/// function passes.
enum OtherTimmArchitectures {
  /// How the network of that name differs from the plain Vision Transformer; nil where it is plain or not timm's.
  static func difference(of name: String) -> String? {
    if name.hasPrefix("deit3_") { return "no_embed_class true, init_values 1e-6 (LayerScale)" }
    return differences[name]
  }

  private static let differences: [String: String] = Dictionary(
    uniqueKeysWithValues: groups.flatMap { difference, names in
      names.split(separator: " ").map { (String($0), difference) }
    })

  /// By difference; names stand between spaces.
  private static let groups: [(difference: String, names: String)] = [
    (
      "class_token false, global_pool avg, init_values 1e-6, fc_norm false",
      """
      vit_medium_patch16_gap_240 vit_medium_patch16_gap_256 vit_medium_patch16_gap_384 vit_betwixt_patch16_gap_256
      """
    ),
    (
      "class_token false, global_pool avg, fc_norm false",
      """
      vit_base_patch16_gap_224 vit_huge_patch14_gap_224 vit_huge_patch16_gap_448 vit_giant_patch16_gap_224 \
      vit_base_patch16_siglip_gap_224 vit_base_patch16_siglip_gap_256 vit_base_patch16_siglip_gap_384 \
      vit_base_patch16_siglip_gap_512 vit_large_patch16_siglip_gap_256 vit_large_patch16_siglip_gap_384 \
      vit_so400m_patch14_siglip_gap_224 vit_so400m_patch14_siglip_gap_378 vit_so400m_patch14_siglip_gap_384 \
      vit_so400m_patch14_siglip_gap_448 vit_so400m_patch14_siglip_gap_896
      """
    ),
    (
      "pre_norm true, norm_layer with epsilon 1e-5",
      """
      vit_xsmall_patch16_clip_224 vit_medium_patch32_clip_224 vit_medium_patch16_clip_224 vit_betwixt_patch32_clip_224 \
      vit_base_patch32_clip_224 vit_base_patch32_clip_256 vit_base_patch32_clip_384 vit_base_patch32_clip_448 \
      vit_base_patch16_clip_224 vit_base_patch16_clip_384 vit_base_patch16_plus_clip_240 vit_large_patch14_clip_224 \
      vit_large_patch14_clip_336 vit_huge_patch14_clip_224 vit_huge_patch14_clip_336 vit_huge_patch14_clip_378 \
      vit_giant_patch14_clip_224 vit_gigantic_patch14_clip_224 vit_gigantic_patch14_clip_378 \
      vit_base_patch32_224_clip_laion2b vit_large_patch14_224_clip_laion2b vit_huge_patch14_224_clip_laion2b \
      vit_giant_patch14_224_clip_laion2b
      """
    ),
    (
      "pre_norm true, norm_layer with epsilon 1e-5, act_layer quick_gelu",
      """
      vit_base_patch32_clip_quickgelu_224 vit_base_patch16_clip_quickgelu_224 vit_large_patch14_clip_quickgelu_224 \
      vit_large_patch14_clip_quickgelu_336 vit_huge_patch14_clip_quickgelu_224 vit_huge_patch14_clip_quickgelu_378 \
      vit_gigantic_patch14_clip_quickgelu_224
      """
    ),
    (
      "init_values 1e-5",
      """
      vit_base_patch32_plus_256 vit_base_patch16_plus_240 vit_small_patch16_36x1_224 vit_small_patch14_dinov2 \
      vit_base_patch14_dinov2 vit_large_patch14_dinov2
      """
    ),
    (
      "init_values 1e-5, class_token false, block_fn ResPostBlock, global_pool avg",
      """
      vit_base_patch16_rpn_224
      """
    ),
    (
      "init_values 1e-5, block_fn ParallelThingsBlock",
      """
      vit_small_patch16_18x2_224 vit_base_patch16_18x2_224
      """
    ),
    (
      "pre_norm true, no_embed_class true, norm_layer RmsNorm, block_fn ParallelScalingBlock, qk_norm true",
      """
      vit_base_patch16_xp_224 vit_large_patch14_xp_224 vit_huge_patch14_xp_224
      """
    ),
    (
      "init_values 1e-5, mlp_layer SwiGLUPacked, act_layer silu",
      """
      vit_giant_patch14_dinov2
      """
    ),
    (
      "init_values 1e-5, reg_tokens 4, no_embed_class true",
      """
      vit_small_patch14_reg4_dinov2 vit_base_patch14_reg4_dinov2 vit_large_patch14_reg4_dinov2
      """
    ),
    (
      "init_values 1e-5, mlp_layer SwiGLUPacked, act_layer silu, reg_tokens 4, no_embed_class true",
      """
      vit_giant_patch14_reg4_dinov2
      """
    ),
    (
      "init_values 1.0, reg_tokens 1, no_embed_class true",
      """
      vit_base_patch14_reg1_tipsv2 vit_large_patch14_reg1_tipsv2 vit_so400m_patch14_reg1_tipsv2
      """
    ),
    (
      "init_values 1.0, mlp_layer SwiGLUPacked, act_layer silu, reg_tokens 1, no_embed_class true",
      """
      vit_giant_patch14_reg1_tipsv2
      """
    ),
    (
      "class_token false, global_pool map, act_layer gelu_tanh",
      """
      vit_base_patch32_siglip_256 vit_large_patch16_siglip_512 vit_so400m_patch16_siglip_256 \
      vit_so400m_patch16_siglip_384 vit_so400m_patch16_siglip_512 vit_giantopt_patch16_siglip_256 \
      vit_giantopt_patch16_siglip_384
      """
    ),
    (
      "class_token false, global_pool map",
      """
      vit_base_patch16_siglip_224 vit_base_patch16_siglip_256 vit_base_patch16_siglip_384 vit_base_patch16_siglip_512 \
      vit_large_patch16_siglip_256 vit_large_patch16_siglip_384 vit_so400m_patch14_siglip_224 \
      vit_so400m_patch14_siglip_378 vit_so400m_patch14_siglip_384
      """
    ),
    (
      "class_token false, global_pool avg, fc_norm false, act_layer gelu_tanh",
      """
      vit_base_patch32_siglip_gap_256 vit_large_patch16_siglip_gap_512 vit_so400m_patch16_siglip_gap_256 \
      vit_so400m_patch16_siglip_gap_384 vit_so400m_patch16_siglip_gap_512 vit_giantopt_patch16_siglip_gap_256 \
      vit_giantopt_patch16_siglip_gap_384
      """
    ),
    (
      "init_values 1e-5, class_token false, no_embed_class true, reg_tokens 1, global_pool avg",
      """
      vit_wee_patch16_reg1_gap_256 vit_little_patch16_reg1_gap_256 vit_medium_patch16_reg1_gap_256 \
      vit_betwixt_patch16_reg1_gap_256
      """
    ),
    (
      "init_values 1e-5, class_token false, no_embed_class true, reg_tokens 1, global_pool avg, attn_layer diff",
      """
      vit_dwee_patch16_reg1_gap_256 vit_dlittle_patch16_reg1_gap_256
      """
    ),
    (
      "reg_tokens 1, global_pool avg, init_values 1e-5, block_fn ParallelScalingBlock",
      """
      vit_pwee_patch16_reg1_gap_256
      """
    ),
    (
      "reg_tokens 1, global_pool avg, init_values 1e-5, block_fn DiffParallelScalingBlock",
      """
      vit_dpwee_patch16_reg1_gap_256
      """
    ),
    (
      "init_values 1e-5, class_token false, no_embed_class true, reg_tokens 4, global_pool avg",
      """
      vit_little_patch16_reg4_gap_256 vit_medium_patch16_reg4_gap_256 vit_mediumd_patch16_reg4_gap_256 \
      vit_mediumd_patch16_reg4_gap_384 vit_betwixt_patch16_reg4_gap_256 vit_betwixt_patch16_reg4_gap_384
      """
    ),
    (
      "class_token false, no_embed_class true, global_pool avg, reg_tokens 4",
      """
      vit_base_patch16_reg4_gap_256
      """
    ),
    (
      "class_token false, reg_tokens 4, global_pool map",
      """
      vit_so150m_patch16_reg4_map_256
      """
    ),
    (
      "class_token false, reg_tokens 4, global_pool avg, fc_norm false",
      """
      vit_so150m_patch16_reg4_gap_256 vit_so150m_patch16_reg4_gap_384
      """
    ),
    (
      "init_values 1e-5, class_token false, reg_tokens 1, global_pool avg",
      """
      vit_so150m2_patch16_reg1_gap_256 vit_so150m2_patch16_reg1_gap_384 vit_so150m2_patch16_reg1_gap_448
      """
    ),
    (
      "init_values 0.1, final_norm false",
      """
      vit_intern300m_patch14_448
      """
    ),
    (
      "class_token false, reg_tokens 1, global_pool avg, init_values 1e-5",
      """
      test_vit2
      """
    ),
    (
      "class_token false, reg_tokens 1, global_pool map, pool_include_prefix true, init_values 1e-5",
      """
      test_vit3
      """
    ),
    (
      "class_token false, reg_tokens 1, global_pool avg, init_values 1e-5, norm_layer rmsnorm",
      """
      test_vit4
      """
    ),
    (
      "a distillation token",
      """
      deit_tiny_distilled_patch16_224 deit_small_distilled_patch16_224 deit_base_distilled_patch16_224 \
      deit_base_distilled_patch16_384
      """
    ),
    (
      "a convolutional embedding (hybrid)",
      """
      vit_tiny_r_s16_p8_224 vit_tiny_r_s16_p8_384 vit_small_r26_s32_224 vit_small_r26_s32_384 vit_base_r26_s32_224 \
      vit_base_r50_s16_224 vit_base_r50_s16_384 vit_large_r50_s32_224 vit_large_r50_s32_384 vit_small_resnet26d_224 \
      vit_small_resnet50d_s16_224 vit_base_resnet26d_224 vit_base_resnet50d_224 vit_base_mci_224 \
      vit_tiny_r_s16_p8_224_in21k vit_small_r26_s32_224_in21k vit_base_r50_s16_224_in21k vit_base_resnet50_224_in21k \
      vit_large_r50_s32_224_in21k vit_base_resnet50_384
      """
    ),
    (
      "relative position embedding",
      """
      vit_relpos_base_patch32_plus_rpn_256 vit_relpos_base_patch16_plus_240 vit_relpos_small_patch16_224 \
      vit_relpos_medium_patch16_224 vit_relpos_base_patch16_224 vit_srelpos_small_patch16_224 \
      vit_srelpos_medium_patch16_224 vit_relpos_medium_patch16_cls_224 vit_relpos_base_patch16_cls_224 \
      vit_relpos_base_patch16_clsgap_224 vit_relpos_small_patch16_rpn_224 vit_relpos_medium_patch16_rpn_224 \
      vit_relpos_base_patch16_rpn_224
      """
    ),
    (
      "rotary position embedding (EVA)",
      """
      vit_medium_patch16_rope_reg1_gap_256 vit_mediumd_patch16_rope_reg1_gap_256 vit_betwixt_patch16_rope_reg4_gap_256 \
      vit_base_patch16_rope_reg1_gap_256 vit_pe_core_tiny_patch16_384 vit_pe_core_small_patch16_384 \
      vit_pe_core_base_patch16_224 vit_pe_core_large_patch14_336 vit_pe_core_gigantic_patch14_448 \
      vit_pe_lang_large_patch14_448 vit_pe_lang_gigantic_patch14_448 vit_pe_spatial_tiny_patch16_512 \
      vit_pe_spatial_small_patch16_512 vit_pe_spatial_base_patch16_512 vit_pe_spatial_large_patch14_448 \
      vit_pe_spatial_gigantic_patch14_448 vit_small_patch16_rope_224 vit_base_patch16_rope_224 \
      vit_large_patch16_rope_224 vit_small_patch16_rope_mixed_224 vit_base_patch16_rope_mixed_224 \
      vit_large_patch16_rope_mixed_224 vit_small_patch16_rope_ape_224 vit_base_patch16_rope_ape_224 \
      vit_large_patch16_rope_ape_224 vit_small_patch16_rope_mixed_ape_224 vit_base_patch16_rope_mixed_ape_224 \
      vit_large_patch16_rope_mixed_ape_224 vit_tiny_patch16_dinov3_qkvb vit_small_patch16_dinov3 \
      vit_small_patch16_dinov3_qkvb vit_small_plus_patch16_dinov3 vit_small_plus_patch16_dinov3_qkvb \
      vit_base_patch16_dinov3 vit_base_patch16_dinov3_qkvb vit_large_patch16_dinov3 vit_large_patch16_dinov3_qkvb \
      vit_huge_plus_patch16_dinov3 vit_huge_plus_patch16_dinov3_qkvb vit_7b_patch16_dinov3
      """
    ),
  ]
}
