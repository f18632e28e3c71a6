import Texts

/// How timm prepares images for each of its architectures where no configuration says it.
///
/// Source: timm 1.0.31, `get_pretrained_cfg` of every name in vision_transformer.py, deit.py, swin_transformer.py,
/// swin_transformer_v2.py, cait.py, beit.py and eva.py, which is the configuration of the name's first tag.
enum TimmDefaults {
  /// The members of `pretrained_cfg` that concern images; nil where the name is not one of these.
  static func preprocessing(of name: String) -> [String: JSONValue]? {
    guard let words = groupOfName[name]?.split(separator: " ").map(String.init), words.count == 5,
      let colors = colors[words[4]]
    else { return nil }
    func triple(_ numbers: [String]) -> JSONValue { .array(numbers.map { .number($0) }) }
    return [
      "input_size": triple(["3", words[0], words[0]]), "crop_pct": .number(words[1]), "crop_mode": .string(words[2]),
      "interpolation": .string(words[3]), "mean": triple(colors.mean), "std": triple(colors.deviation),
    ]
  }

  private static let colors: [String: (mean: [String], deviation: [String])] = [
    "imageNet": (["0.485", "0.456", "0.406"], ["0.229", "0.224", "0.225"]),
    "half": (["0.5", "0.5", "0.5"], ["0.5", "0.5", "0.5"]),
    "clip": (["0.48145466", "0.4578275", "0.40821073"], ["0.26862954", "0.26130258", "0.27577711"]),
    "zeroOne": (["0", "0", "0"], ["1", "1", "1"]),
  ]

  private static let groupOfName: [String: String] = Dictionary(
    uniqueKeysWithValues: groups.flatMap { group, names in names.split(separator: " ").map { (String($0), group) } })

  /// Size, crop fraction, crop mode, interpolation and colours, with the names that have them between spaces.
  private static let groups: [(group: String, names: String)] = [
    (
      "160 0.95 center bicubic half",
      """
      test_vit test_vit2 test_vit3 test_vit4
      """
    ),
    (
      "192 0.9 center bicubic imageNet",
      """
      swinv2_base_window12_192 swinv2_base_window12_192_22k swinv2_large_window12_192 swinv2_large_window12_192_22k
      """
    ),
    (
      "196 1.0 center bicubic clip",
      """
      eva_large_patch14_196
      """
    ),
    (
      "224 0.875 center bilinear zeroOne",
      """
      vit_base_patch16_224_miil vit_base_patch16_224_miil_in21k
      """
    ),
    (
      "224 0.9 center bicubic clip",
      """
      eva02_base_patch14_224 eva02_base_patch16_clip_224 eva02_enormous_patch14_clip_224 eva02_large_patch14_224 \
      eva02_large_patch14_clip_224 eva02_small_patch14_224 eva02_tiny_patch14_224 eva_giant_patch14_224 \
      eva_giant_patch14_clip_224 vit_base_patch32_224_clip_laion2b vit_base_patch32_clip_224 \
      vit_base_patch32_clip_quickgelu_224 vit_betwixt_patch32_clip_224 vit_medium_patch16_clip_224 \
      vit_medium_patch32_clip_224 vit_xsmall_patch16_clip_224
      """
    ),
    (
      "224 0.9 center bicubic half",
      """
      beit_base_patch16_224 beit_large_patch16_224 vit_base_patch16_18x2_224 vit_base_patch16_224 \
      vit_base_patch16_224_in21k vit_base_patch16_224_sam vit_base_patch16_gap_224 vit_base_patch16_rpn_224 \
      vit_base_patch16_siglip_224 vit_base_patch16_siglip_gap_224 vit_base_patch16_xp_224 vit_base_patch32_224 \
      vit_base_patch32_224_in21k vit_base_patch32_224_sam vit_base_patch8_224 vit_base_patch8_224_in21k \
      vit_giant_patch14_224 vit_gigantic_patch14_224 vit_huge_patch14_224 vit_huge_patch14_224_in21k \
      vit_huge_patch14_xp_224 vit_large_patch14_224 vit_large_patch14_xp_224 vit_large_patch16_224 \
      vit_large_patch16_224_in21k vit_large_patch32_224 vit_large_patch32_224_in21k vit_small_patch16_18x2_224 \
      vit_small_patch16_224 vit_small_patch16_224_in21k vit_small_patch16_36x1_224 vit_small_patch32_224 \
      vit_small_patch32_224_in21k vit_so400m_patch14_siglip_224 vit_so400m_patch14_siglip_gap_224 vit_tiny_patch16_224 \
      vit_tiny_patch16_224_in21k
      """
    ),
    (
      "224 0.9 center bicubic imageNet",
      """
      beitv2_base_patch16_224 deit3_base_patch16_224 deit3_huge_patch14_224 deit3_large_patch16_224 \
      deit3_medium_patch16_224 deit3_small_patch16_224 deit_base_distilled_patch16_224 deit_base_patch16_224 \
      deit_small_distilled_patch16_224 deit_small_patch16_224 deit_tiny_distilled_patch16_224 deit_tiny_patch16_224 \
      swin_base_patch4_window7_224 swin_base_patch4_window7_224_in22k swin_large_patch4_window7_224 \
      swin_large_patch4_window7_224_in22k swin_s3_base_224 swin_s3_small_224 swin_s3_tiny_224 \
      swin_small_patch4_window7_224 swin_tiny_patch4_window7_224 vit_base_patch16_224_dino vit_base_patch16_rope_224 \
      vit_base_patch16_rope_ape_224 vit_base_patch16_rope_mixed_224 vit_base_patch16_rope_mixed_ape_224 \
      vit_base_patch8_224_dino vit_giant_patch16_gap_224 vit_huge_patch14_gap_224 vit_large_patch16_rope_224 \
      vit_large_patch16_rope_ape_224 vit_large_patch16_rope_mixed_224 vit_large_patch16_rope_mixed_ape_224 \
      vit_small_patch16_224_dino vit_small_patch16_rope_224 vit_small_patch16_rope_ape_224 \
      vit_small_patch16_rope_mixed_224 vit_small_patch16_rope_mixed_ape_224 vit_small_patch8_224 \
      vit_small_patch8_224_dino
      """
    ),
    (
      "224 0.95 center bicubic clip",
      """
      vit_base_patch16_clip_224
      """
    ),
    (
      "224 0.95 center bicubic imageNet",
      """
      beitv2_large_patch16_224
      """
    ),
    (
      "224 1.0 center bicubic clip",
      """
      aimv2_1b_patch14_224 aimv2_3b_patch14_224 aimv2_huge_patch14_224 aimv2_large_patch14_224 \
      vit_base_patch16_clip_quickgelu_224 vit_giant_patch14_224_clip_laion2b vit_giant_patch14_clip_224 \
      vit_gigantic_patch14_clip_224 vit_gigantic_patch14_clip_quickgelu_224 vit_huge_patch14_224_clip_laion2b \
      vit_huge_patch14_clip_224 vit_huge_patch14_clip_quickgelu_224 vit_large_patch14_clip_quickgelu_224
      """
    ),
    (
      "224 1.0 center bicubic half",
      """
      vit_large_patch14_224_clip_laion2b vit_large_patch14_clip_224 vit_pe_core_base_patch16_224
      """
    ),
    (
      "224 1.0 center bicubic imageNet",
      """
      beit3_base_patch16_224 beit3_giant_patch14_224 beit3_large_patch16_224 cait_s24_224 cait_xxs24_224 \
      cait_xxs36_224 deit3_base_patch16_224_in21ft1k deit3_huge_patch14_224_in21ft1k deit3_large_patch16_224_in21ft1k \
      deit3_medium_patch16_224_in21ft1k deit3_small_patch16_224_in21ft1k
      """
    ),
    (
      "240 0.95 center bicubic half",
      """
      flexivit_base flexivit_large flexivit_small vit_base_patch16_plus_240 vit_medium_patch16_gap_240
      """
    ),
    (
      "240 1.0 center bicubic clip",
      """
      vit_base_patch16_plus_clip_240
      """
    ),
    (
      "256 0.9 center bicubic half",
      """
      vit_base_patch16_reg4_gap_256 vit_base_patch16_siglip_256 vit_base_patch16_siglip_gap_256 \
      vit_base_patch32_siglip_256 vit_base_patch32_siglip_gap_256 vit_giantopt_patch16_siglip_256 \
      vit_giantopt_patch16_siglip_gap_256 vit_large_patch16_siglip_256 vit_large_patch16_siglip_gap_256 \
      vit_so150m_patch16_reg4_map_256 vit_so400m_patch16_siglip_256 vit_so400m_patch16_siglip_gap_256
      """
    ),
    (
      "256 0.9 center bicubic imageNet",
      """
      swinv2_base_window12to16_192to256 swinv2_base_window12to16_192to256_22kft1k swinv2_base_window16_256 \
      swinv2_base_window8_256 swinv2_large_window12to16_192to256 swinv2_large_window12to16_192to256_22kft1k \
      swinv2_small_window16_256 swinv2_small_window8_256 swinv2_tiny_window16_256 swinv2_tiny_window8_256
      """
    ),
    (
      "256 0.95 center bicubic clip",
      """
      vit_betwixt_patch16_rope_reg4_gap_256
      """
    ),
    (
      "256 0.95 center bicubic half",
      """
      vit_base_patch16_rope_reg1_gap_256 vit_base_patch32_plus_256 vit_betwixt_patch16_gap_256 \
      vit_betwixt_patch16_reg1_gap_256 vit_betwixt_patch16_reg4_gap_256 vit_dlittle_patch16_reg1_gap_256 \
      vit_dpwee_patch16_reg1_gap_256 vit_dwee_patch16_reg1_gap_256 vit_little_patch16_reg1_gap_256 \
      vit_little_patch16_reg4_gap_256 vit_medium_patch16_gap_256 vit_medium_patch16_reg1_gap_256 \
      vit_medium_patch16_reg4_gap_256 vit_medium_patch16_rope_reg1_gap_256 vit_mediumd_patch16_reg4_gap_256 \
      vit_mediumd_patch16_rope_reg1_gap_256 vit_pwee_patch16_reg1_gap_256 vit_so150m_patch16_reg4_gap_256 \
      vit_wee_patch16_reg1_gap_256
      """
    ),
    (
      "256 1.0 center bicubic clip",
      """
      vit_base_patch32_clip_256
      """
    ),
    (
      "256 1.0 center bicubic half",
      """
      vit_so150m2_patch16_reg1_gap_256
      """
    ),
    (
      "256 1.0 center bicubic imageNet",
      """
      vit_7b_patch16_dinov3 vit_base_patch16_dinov3 vit_base_patch16_dinov3_qkvb vit_huge_plus_patch16_dinov3 \
      vit_huge_plus_patch16_dinov3_qkvb vit_large_patch16_dinov3 vit_large_patch16_dinov3_qkvb \
      vit_small_patch16_dinov3 vit_small_patch16_dinov3_qkvb vit_small_plus_patch16_dinov3 \
      vit_small_plus_patch16_dinov3_qkvb vit_tiny_patch16_dinov3_qkvb
      """
    ),
    (
      "336 1.0 center bicubic clip",
      """
      aimv2_1b_patch14_336 aimv2_3b_patch14_336 aimv2_huge_patch14_336 aimv2_large_patch14_336 \
      eva02_large_patch14_clip_336 eva02_small_patch14_336 eva02_tiny_patch14_336 vit_large_patch14_clip_quickgelu_336
      """
    ),
    (
      "336 1.0 center bicubic half",
      """
      vit_pe_core_large_patch14_336
      """
    ),
    (
      "336 1.0 center bicubic imageNet",
      """
      beit3_giant_patch14_336
      """
    ),
    (
      "336 1.0 squash bicubic clip",
      """
      eva_giant_patch14_336 eva_large_patch14_336 vit_huge_patch14_clip_336
      """
    ),
    (
      "336 1.0 squash bicubic half",
      """
      vit_large_patch14_clip_336
      """
    ),
    (
      "378 0.9 center bicubic half",
      """
      vit_so400m_patch14_siglip_378 vit_so400m_patch14_siglip_gap_378
      """
    ),
    (
      "378 1.0 center bicubic clip",
      """
      vit_huge_patch14_clip_378 vit_huge_patch14_clip_quickgelu_378
      """
    ),
    (
      "378 1.0 squash bicubic clip",
      """
      vit_gigantic_patch14_clip_378
      """
    ),
    (
      "384 0.9 center bicubic half",
      """
      vit_base_patch16_siglip_384 vit_base_patch16_siglip_gap_384 vit_giantopt_patch16_siglip_384 \
      vit_giantopt_patch16_siglip_gap_384 vit_large_patch16_siglip_384 vit_large_patch16_siglip_gap_384 \
      vit_so400m_patch14_siglip_384 vit_so400m_patch16_siglip_384 vit_so400m_patch16_siglip_gap_384
      """
    ),
    (
      "384 0.95 squash bicubic half",
      """
      vit_medium_patch16_gap_384
      """
    ),
    (
      "384 1.0 center bicubic clip",
      """
      vit_base_patch32_clip_384
      """
    ),
    (
      "384 1.0 center bicubic half",
      """
      beit_base_patch16_384 beit_large_patch16_384 vit_base_patch16_384 vit_base_patch32_384 \
      vit_betwixt_patch16_reg4_gap_384 vit_large_patch16_384 vit_large_patch32_384 vit_mediumd_patch16_reg4_gap_384 \
      vit_pe_core_small_patch16_384 vit_pe_core_tiny_patch16_384 vit_small_patch16_384 vit_small_patch32_384 \
      vit_so150m2_patch16_reg1_gap_384 vit_so150m_patch16_reg4_gap_384 vit_so400m_patch14_siglip_gap_384 \
      vit_tiny_patch16_384
      """
    ),
    (
      "384 1.0 center bicubic imageNet",
      """
      cait_m36_384 cait_s24_384 cait_s36_384 cait_xs24_384 cait_xxs24_384 cait_xxs36_384 deit3_base_patch16_384 \
      deit3_base_patch16_384_in21ft1k deit3_large_patch16_384 deit3_large_patch16_384_in21ft1k deit3_small_patch16_384 \
      deit3_small_patch16_384_in21ft1k deit_base_distilled_patch16_384 deit_base_patch16_384 \
      swin_base_patch4_window12_384 swin_base_patch4_window12_384_in22k swin_large_patch4_window12_384 \
      swin_large_patch4_window12_384_in22k swinv2_base_window12to24_192to384 swinv2_base_window12to24_192to384_22kft1k \
      swinv2_large_window12to24_192to384 swinv2_large_window12to24_192to384_22kft1k
      """
    ),
    (
      "384 1.0 squash bicubic clip",
      """
      vit_base_patch16_clip_384
      """
    ),
    (
      "448 1.0 center bicubic clip",
      """
      aimv2_1b_patch14_448 aimv2_3b_patch14_448 aimv2_huge_patch14_448 aimv2_large_patch14_448 \
      vit_base_patch32_clip_448
      """
    ),
    (
      "448 1.0 center bicubic half",
      """
      vit_pe_core_gigantic_patch14_448 vit_pe_lang_gigantic_patch14_448 vit_pe_lang_large_patch14_448 \
      vit_pe_spatial_gigantic_patch14_448 vit_pe_spatial_large_patch14_448 vit_so400m_patch14_siglip_gap_448
      """
    ),
    (
      "448 1.0 center bicubic imageNet",
      """
      cait_m48_448 vit_huge_patch16_gap_448 vit_intern300m_patch14_448
      """
    ),
    (
      "448 1.0 center bicubic zeroOne",
      """
      vit_base_patch14_reg1_tipsv2 vit_giant_patch14_reg1_tipsv2 vit_large_patch14_reg1_tipsv2 \
      vit_so400m_patch14_reg1_tipsv2
      """
    ),
    (
      "448 1.0 squash bicubic clip",
      """
      eva02_base_patch14_448 eva02_large_patch14_448
      """
    ),
    (
      "448 1.0 squash bicubic half",
      """
      vit_so150m2_patch16_reg1_gap_448
      """
    ),
    (
      "512 0.9 center bicubic half",
      """
      vit_base_patch16_siglip_512 vit_base_patch16_siglip_gap_512 vit_large_patch16_siglip_512 \
      vit_large_patch16_siglip_gap_512 vit_so400m_patch16_siglip_512 vit_so400m_patch16_siglip_gap_512
      """
    ),
    (
      "512 1.0 center bicubic clip",
      """
      vit_base_patch16_radio_v3 vit_giant_patch16_radio_v3 vit_huge_patch16_radio_v3 vit_huge_patch16_radio_v4 \
      vit_large_patch16_radio_v3 vit_so400m_patch16_radio_v4
      """
    ),
    (
      "512 1.0 center bicubic half",
      """
      beit_large_patch16_512 vit_pe_spatial_base_patch16_512 vit_pe_spatial_small_patch16_512 \
      vit_pe_spatial_tiny_patch16_512
      """
    ),
    (
      "512 1.0 squash bilinear imageNet",
      """
      vit_base_patch16_lingbot vit_giant_patch16_lingbot vit_large_patch16_lingbot vit_small_patch16_lingbot
      """
    ),
    (
      "518 1.0 center bicubic imageNet",
      """
      vit_base_patch14_dinov2 vit_base_patch14_reg4_dinov2 vit_giant_patch14_dinov2 vit_giant_patch14_reg4_dinov2 \
      vit_large_patch14_dinov2 vit_large_patch14_reg4_dinov2 vit_small_patch14_dinov2 vit_small_patch14_reg4_dinov2
      """
    ),
    (
      "560 1.0 squash bicubic imageNet",
      """
      eva_giant_patch14_560
      """
    ),
    (
      "896 1.0 center bicubic half",
      """
      vit_so400m_patch14_siglip_gap_896
      """
    ),
  ]
}
