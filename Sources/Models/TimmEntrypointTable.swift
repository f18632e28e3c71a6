/// What each `@register_model` function of timm passes to which class, and that class's own defaults: a name says no more.
///
/// A line each: name, class, arguments. Values are JSON, or the Python expression of a layer. Left out is what a trained
/// network does not depend on. Source: timm 1.0, timm/models/{vision_transformer, deit, eva, beit, swin_transformer,
/// swin_transformer_v2, cait}.py.
enum TimmEntrypointTable {
  /// Class, default arguments.
  static let classes = """
    Beit img_size=224 patch_size=16 num_classes=1000 global_pool="avg" embed_dim=768 depth=12 num_heads=12 qkv_bias=true mlp_ratio=4.0 swiglu_mlp=false scale_mlp=false norm_layer=LayerNorm init_values=null use_abs_pos_emb=true use_rel_pos_bias=false use_shared_rel_pos_bias=false use_fc_norm=null
    Cait img_size=224 patch_size=16 num_classes=1000 global_pool="token" embed_dim=768 depth=12 num_heads=12 mlp_ratio=4.0 qkv_bias=true block_layers=LayerScaleBlock block_layers_token=LayerScaleBlockClassAttn patch_layer=PatchEmbed norm_layer=partial(LayerNorm,eps=1e-06) act_layer=GELU attn_block=TalkingHeadAttn mlp_block=Mlp init_values=0.0001 attn_block_token_only=ClassAttn mlp_block_token_only=Mlp depth_token_only=2 mlp_ratio_token_only=4.0
    Eva img_size=224 patch_size=16 num_classes=1000 global_pool="avg" embed_dim=768 depth=12 num_heads=12 num_kv_heads=null qkv_bias=true qkv_fused=true qk_norm=false mlp_ratio=4.0 swiglu_mlp=false swiglu_align_to=0 scale_mlp=false scale_attn_inner=false attn_type="eva" norm_layer=LayerNorm init_values=null attn_only_layer_scale=false class_token=true num_reg_tokens=0 no_embed_class=false use_abs_pos_emb=true use_rot_pos_emb=false rope_type="cat" rope_grid_offset=0.0 rope_grid_indexing="ij" rope_temperature=10000.0 rope_rotate_half=false rope_shift_coords=null rope_jitter_coords=null rope_rescale_coords=null rope_mrope_section=null use_post_norm=false use_pre_transformer_norm=false use_post_transformer_norm=null use_fc_norm=null attn_pool_num_heads=null attn_pool_mlp_ratio=null dynamic_img_size=false dynamic_img_pad=false ref_feat_shape=null
    SwinTransformer img_size=224 patch_size=4 num_classes=1000 global_pool="avg" embed_dim=96 depths=[2,2,6,2] num_heads=[3,6,12,24] head_dim=null window_size=7 always_partition=false strict_img_size=true dynamic_img_size=false mlp_ratio=4.0 qkv_bias=true embed_layer=PatchEmbed norm_layer=LayerNorm
    SwinTransformerV2 img_size=224 patch_size=4 num_classes=1000 global_pool="avg" embed_dim=96 depths=[2,2,6,2] num_heads=[3,6,12,24] window_size=7 always_partition=false strict_img_size=true dynamic_img_size=false mlp_ratio=4.0 qkv_bias=true act_layer="gelu" norm_layer=LayerNorm pretrained_window_sizes=[0,0,0,0]
    VisionTransformer img_size=224 patch_size=16 num_classes=1000 global_pool="token" embed_dim=768 depth=12 num_heads=12 mlp_ratio=4.0 qkv_bias=true qk_norm=false scale_attn_norm=false scale_mlp_norm=false proj_bias=true init_values=null class_token=true pos_embed="learn" no_embed_class=false reg_tokens=0 pre_norm=false final_norm=true fc_norm=null pool_include_prefix=false dynamic_img_size=false dynamic_img_pad=false embed_layer=PatchEmbed embed_norm_layer=null norm_layer=null act_layer=null block_fn=Block mlp_layer=Mlp attn_layer=Attention
    VisionTransformerDistilled img_size=224 patch_size=16 num_classes=1000 global_pool="token" embed_dim=768 depth=12 num_heads=12 mlp_ratio=4.0 qkv_bias=true qk_norm=false scale_attn_norm=false scale_mlp_norm=false proj_bias=true init_values=null class_token=true pos_embed="learn" no_embed_class=false reg_tokens=0 pre_norm=false final_norm=true fc_norm=null pool_include_prefix=false dynamic_img_size=false dynamic_img_pad=false embed_layer=PatchEmbed embed_norm_layer=null norm_layer=null act_layer=null block_fn=Block mlp_layer=Mlp attn_layer=Attention
    """

  static let entrypoints = """
    aimv2_1b_patch14_224 VisionTransformer patch_size=14 embed_dim=2048 depth=24 num_heads=16 class_token=false fc_norm=false mlp_ratio=2.75 global_pool="avg" qkv_bias=false proj_bias=false act_layer="silu" norm_layer=partial(RmsNorm,eps=1e-05) embed_norm_layer=partial(RmsNorm,eps=1e-05) mlp_layer=SwiGLU
    aimv2_1b_patch14_336 VisionTransformer patch_size=14 embed_dim=2048 depth=24 num_heads=16 class_token=false fc_norm=false mlp_ratio=2.75 global_pool="avg" qkv_bias=false proj_bias=false act_layer="silu" norm_layer=partial(RmsNorm,eps=1e-05) embed_norm_layer=partial(RmsNorm,eps=1e-05) mlp_layer=SwiGLU
    aimv2_1b_patch14_448 VisionTransformer patch_size=14 embed_dim=2048 depth=24 num_heads=16 class_token=false fc_norm=false mlp_ratio=2.75 global_pool="avg" qkv_bias=false proj_bias=false act_layer="silu" norm_layer=partial(RmsNorm,eps=1e-05) embed_norm_layer=partial(RmsNorm,eps=1e-05) mlp_layer=SwiGLU
    aimv2_3b_patch14_224 VisionTransformer patch_size=14 embed_dim=3072 depth=24 num_heads=24 class_token=false fc_norm=false mlp_ratio=2.6667 global_pool="avg" qkv_bias=false proj_bias=false act_layer="silu" norm_layer=partial(RmsNorm,eps=1e-05) embed_norm_layer=partial(RmsNorm,eps=1e-05) mlp_layer=SwiGLU
    aimv2_3b_patch14_336 VisionTransformer patch_size=14 embed_dim=3072 depth=24 num_heads=24 class_token=false fc_norm=false mlp_ratio=2.6667 global_pool="avg" qkv_bias=false proj_bias=false act_layer="silu" norm_layer=partial(RmsNorm,eps=1e-05) embed_norm_layer=partial(RmsNorm,eps=1e-05) mlp_layer=SwiGLU
    aimv2_3b_patch14_448 VisionTransformer patch_size=14 embed_dim=3072 depth=24 num_heads=24 class_token=false fc_norm=false mlp_ratio=2.6667 global_pool="avg" qkv_bias=false proj_bias=false act_layer="silu" norm_layer=partial(RmsNorm,eps=1e-05) embed_norm_layer=partial(RmsNorm,eps=1e-05) mlp_layer=SwiGLU
    aimv2_huge_patch14_224 VisionTransformer patch_size=14 embed_dim=1536 depth=24 num_heads=12 class_token=false fc_norm=false mlp_ratio=2.6667 global_pool="avg" qkv_bias=false proj_bias=false act_layer="silu" norm_layer=partial(RmsNorm,eps=1e-05) embed_norm_layer=partial(RmsNorm,eps=1e-05) mlp_layer=SwiGLU
    aimv2_huge_patch14_336 VisionTransformer patch_size=14 embed_dim=1536 depth=24 num_heads=12 class_token=false fc_norm=false mlp_ratio=2.6667 global_pool="avg" qkv_bias=false proj_bias=false act_layer="silu" norm_layer=partial(RmsNorm,eps=1e-05) embed_norm_layer=partial(RmsNorm,eps=1e-05) mlp_layer=SwiGLU
    aimv2_huge_patch14_448 VisionTransformer patch_size=14 embed_dim=1536 depth=24 num_heads=12 class_token=false fc_norm=false mlp_ratio=2.6667 global_pool="avg" qkv_bias=false proj_bias=false act_layer="silu" norm_layer=partial(RmsNorm,eps=1e-05) embed_norm_layer=partial(RmsNorm,eps=1e-05) mlp_layer=SwiGLU
    aimv2_large_patch14_224 VisionTransformer patch_size=14 embed_dim=1024 depth=24 num_heads=8 class_token=false fc_norm=false mlp_ratio=2.75 global_pool="avg" qkv_bias=false proj_bias=false act_layer="silu" norm_layer=partial(RmsNorm,eps=1e-05) embed_norm_layer=partial(RmsNorm,eps=1e-05) mlp_layer=SwiGLU
    aimv2_large_patch14_336 VisionTransformer patch_size=14 embed_dim=1024 depth=24 num_heads=8 class_token=false fc_norm=false mlp_ratio=2.75 global_pool="avg" qkv_bias=false proj_bias=false act_layer="silu" norm_layer=partial(RmsNorm,eps=1e-05) embed_norm_layer=partial(RmsNorm,eps=1e-05) mlp_layer=SwiGLU
    aimv2_large_patch14_448 VisionTransformer patch_size=14 embed_dim=1024 depth=24 num_heads=8 class_token=false fc_norm=false mlp_ratio=2.75 global_pool="avg" qkv_bias=false proj_bias=false act_layer="silu" norm_layer=partial(RmsNorm,eps=1e-05) embed_norm_layer=partial(RmsNorm,eps=1e-05) mlp_layer=SwiGLU
    beit3_base_patch16_224 VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12 mlp_ratio=4 scale_attn_norm=true scale_mlp_norm=true class_token=true global_pool="avg" norm_layer=partial(LayerNorm,eps=1e-05)
    beit3_giant_patch14_224 VisionTransformer patch_size=14 embed_dim=1408 depth=40 num_heads=16 mlp_ratio=4.3637 scale_attn_norm=true scale_mlp_norm=true class_token=true global_pool="avg" norm_layer=partial(LayerNorm,eps=1e-05)
    beit3_giant_patch14_336 VisionTransformer img_size=336 patch_size=14 embed_dim=1408 depth=40 num_heads=16 mlp_ratio=4.3637 scale_attn_norm=true scale_mlp_norm=true class_token=true global_pool="avg" norm_layer=partial(LayerNorm,eps=1e-05)
    beit3_large_patch16_224 VisionTransformer patch_size=16 embed_dim=1024 depth=24 num_heads=16 mlp_ratio=4 scale_attn_norm=true scale_mlp_norm=true class_token=true global_pool="avg" norm_layer=partial(LayerNorm,eps=1e-05)
    eva_large_patch14_196 VisionTransformer patch_size=14 embed_dim=1024 depth=24 num_heads=16 global_pool="avg"
    eva_large_patch14_336 VisionTransformer patch_size=14 embed_dim=1024 depth=24 num_heads=16 global_pool="avg"
    flexivit_base VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12 no_embed_class=true
    flexivit_large VisionTransformer patch_size=16 embed_dim=1024 depth=24 num_heads=16 no_embed_class=true
    flexivit_small VisionTransformer patch_size=16 embed_dim=384 depth=12 num_heads=6 no_embed_class=true
    test_vit VisionTransformer patch_size=16 embed_dim=64 depth=6 num_heads=2 mlp_ratio=3 dynamic_img_size=true
    test_vit2 VisionTransformer patch_size=16 embed_dim=64 depth=8 num_heads=2 mlp_ratio=3 class_token=false reg_tokens=1 global_pool="avg" init_values=1e-05 dynamic_img_size=true
    test_vit3 VisionTransformer patch_size=16 embed_dim=96 depth=9 num_heads=3 mlp_ratio=2 class_token=false reg_tokens=1 global_pool="map" pool_include_prefix=true init_values=1e-05
    test_vit4 VisionTransformer patch_size=16 embed_dim=96 depth=9 num_heads=3 mlp_ratio=3 class_token=false reg_tokens=1 global_pool="avg" init_values=1e-05 dynamic_img_size=true norm_layer="rmsnorm"
    vit_base_patch14_dinov2 VisionTransformer patch_size=14 embed_dim=768 depth=12 num_heads=12 init_values=1e-05
    vit_base_patch14_reg1_tipsv2 VisionTransformer patch_size=14 embed_dim=768 depth=12 num_heads=12 init_values=1.0 reg_tokens=1 no_embed_class=true
    vit_base_patch14_reg4_dinov2 VisionTransformer patch_size=14 embed_dim=768 depth=12 num_heads=12 init_values=1e-05 reg_tokens=4 no_embed_class=true
    vit_base_patch16_18x2_224 VisionTransformer patch_size=16 embed_dim=768 depth=18 num_heads=12 init_values=1e-05 block_fn=ParallelThingsBlock
    vit_base_patch16_224 VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12
    vit_base_patch16_224_dino VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12
    vit_base_patch16_224_in21k VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12
    vit_base_patch16_224_miil VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12 qkv_bias=false
    vit_base_patch16_224_miil_in21k VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12 qkv_bias=false
    vit_base_patch16_224_sam VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12
    vit_base_patch16_384 VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12
    vit_base_patch16_clip_224 VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    vit_base_patch16_clip_384 VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    vit_base_patch16_clip_quickgelu_224 VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05) act_layer="quick_gelu"
    vit_base_patch16_gap_224 VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=16 class_token=false global_pool="avg" fc_norm=false
    vit_base_patch16_plus_240 VisionTransformer patch_size=16 embed_dim=896 depth=12 num_heads=14 init_values=1e-05
    vit_base_patch16_plus_clip_240 VisionTransformer patch_size=16 embed_dim=896 depth=12 num_heads=14 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    vit_base_patch16_radio_v3 VisionTransformer img_size=512 patch_size=16 embed_dim=768 depth=12 num_heads=12 init_values=1e-05 reg_tokens=7 no_embed_class=true final_norm=false
    vit_base_patch16_reg4_gap_256 VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12 class_token=false no_embed_class=true global_pool="avg" reg_tokens=4
    vit_base_patch16_rpn_224 VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12 qkv_bias=false init_values=1e-05 class_token=false block_fn=ResPostBlock global_pool="avg"
    vit_base_patch16_siglip_224 VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12 class_token=false global_pool="map"
    vit_base_patch16_siglip_256 VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12 class_token=false global_pool="map"
    vit_base_patch16_siglip_384 VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12 class_token=false global_pool="map"
    vit_base_patch16_siglip_512 VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12 class_token=false global_pool="map"
    vit_base_patch16_siglip_gap_224 VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12 class_token=false global_pool="avg" fc_norm=false
    vit_base_patch16_siglip_gap_256 VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12 class_token=false global_pool="avg" fc_norm=false
    vit_base_patch16_siglip_gap_384 VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12 class_token=false global_pool="avg" fc_norm=false
    vit_base_patch16_siglip_gap_512 VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12 class_token=false global_pool="avg" fc_norm=false
    vit_base_patch16_xp_224 VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12 pre_norm=true no_embed_class=true norm_layer=RmsNorm block_fn=ParallelScalingBlock qkv_bias=false qk_norm=true
    vit_base_patch32_224 VisionTransformer patch_size=32 embed_dim=768 depth=12 num_heads=12
    vit_base_patch32_224_clip_laion2b VisionTransformer patch_size=32 embed_dim=768 depth=12 num_heads=12 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    vit_base_patch32_224_in21k VisionTransformer patch_size=32 embed_dim=768 depth=12 num_heads=12
    vit_base_patch32_224_sam VisionTransformer patch_size=32 embed_dim=768 depth=12 num_heads=12
    vit_base_patch32_384 VisionTransformer patch_size=32 embed_dim=768 depth=12 num_heads=12
    vit_base_patch32_clip_224 VisionTransformer patch_size=32 embed_dim=768 depth=12 num_heads=12 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    vit_base_patch32_clip_256 VisionTransformer patch_size=32 embed_dim=768 depth=12 num_heads=12 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    vit_base_patch32_clip_384 VisionTransformer patch_size=32 embed_dim=768 depth=12 num_heads=12 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    vit_base_patch32_clip_448 VisionTransformer patch_size=32 embed_dim=768 depth=12 num_heads=12 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    vit_base_patch32_clip_quickgelu_224 VisionTransformer patch_size=32 embed_dim=768 depth=12 num_heads=12 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05) act_layer="quick_gelu"
    vit_base_patch32_plus_256 VisionTransformer patch_size=32 embed_dim=896 depth=12 num_heads=14 init_values=1e-05
    vit_base_patch32_siglip_256 VisionTransformer patch_size=32 embed_dim=768 depth=12 num_heads=12 class_token=false global_pool="map" act_layer="gelu_tanh"
    vit_base_patch32_siglip_gap_256 VisionTransformer patch_size=32 embed_dim=768 depth=12 num_heads=12 class_token=false global_pool="avg" fc_norm=false act_layer="gelu_tanh"
    vit_base_patch8_224 VisionTransformer patch_size=8 embed_dim=768 depth=12 num_heads=12
    vit_base_patch8_224_dino VisionTransformer patch_size=8 embed_dim=768 depth=12 num_heads=12
    vit_base_patch8_224_in21k VisionTransformer patch_size=8 embed_dim=768 depth=12 num_heads=12
    vit_betwixt_patch16_gap_256 VisionTransformer patch_size=16 embed_dim=640 depth=12 num_heads=10 class_token=false global_pool="avg" qkv_bias=false init_values=1e-06 fc_norm=false
    vit_betwixt_patch16_reg1_gap_256 VisionTransformer patch_size=16 embed_dim=640 depth=12 num_heads=10 init_values=1e-05 class_token=false no_embed_class=true reg_tokens=1 global_pool="avg"
    vit_betwixt_patch16_reg4_gap_256 VisionTransformer patch_size=16 embed_dim=640 depth=12 num_heads=10 init_values=1e-05 class_token=false no_embed_class=true reg_tokens=4 global_pool="avg"
    vit_betwixt_patch16_reg4_gap_384 VisionTransformer patch_size=16 embed_dim=640 depth=12 num_heads=10 init_values=1e-05 class_token=false no_embed_class=true reg_tokens=4 global_pool="avg"
    vit_betwixt_patch32_clip_224 VisionTransformer patch_size=32 embed_dim=640 depth=12 num_heads=10 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    vit_dlittle_patch16_reg1_gap_256 VisionTransformer patch_size=16 embed_dim=320 depth=14 num_heads=5 init_values=1e-05 mlp_ratio=5.6 class_token=false no_embed_class=true reg_tokens=1 global_pool="avg" attn_layer="diff"
    vit_dpwee_patch16_reg1_gap_256 VisionTransformer patch_size=16 embed_dim=256 depth=16 num_heads=4 init_values=1e-05 mlp_ratio=5 class_token=false no_embed_class=true reg_tokens=1 global_pool="avg" block_fn=DiffParallelScalingBlock
    vit_dwee_patch16_reg1_gap_256 VisionTransformer patch_size=16 embed_dim=256 depth=14 num_heads=4 init_values=1e-05 mlp_ratio=5 class_token=false no_embed_class=true reg_tokens=1 global_pool="avg" attn_layer="diff"
    vit_giant_patch14_224 VisionTransformer patch_size=14 embed_dim=1408 mlp_ratio=4.363636363636363 depth=40 num_heads=16
    vit_giant_patch14_224_clip_laion2b VisionTransformer patch_size=14 embed_dim=1408 mlp_ratio=4.363636363636363 depth=40 num_heads=16 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    vit_giant_patch14_clip_224 VisionTransformer patch_size=14 embed_dim=1408 mlp_ratio=4.363636363636363 depth=40 num_heads=16 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    vit_giant_patch14_dinov2 VisionTransformer patch_size=14 embed_dim=1536 depth=40 num_heads=24 init_values=1e-05 mlp_ratio=5.33334 mlp_layer=partial(GluMlp,act_layer=SiLU,gate_last=false) act_layer=SiLU
    vit_giant_patch14_reg1_tipsv2 VisionTransformer patch_size=14 embed_dim=1536 depth=40 num_heads=24 init_values=1.0 mlp_ratio=5.33334 mlp_layer=partial(GluMlp,act_layer=SiLU,gate_last=false) act_layer=SiLU reg_tokens=1 no_embed_class=true
    vit_giant_patch14_reg4_dinov2 VisionTransformer patch_size=14 embed_dim=1536 depth=40 num_heads=24 init_values=1e-05 mlp_ratio=5.33334 mlp_layer=partial(GluMlp,act_layer=SiLU,gate_last=false) act_layer=SiLU reg_tokens=4 no_embed_class=true
    vit_giant_patch16_gap_224 VisionTransformer patch_size=16 embed_dim=1408 depth=40 num_heads=16 mlp_ratio=4.363636363636363 class_token=false global_pool="avg" fc_norm=false
    vit_giant_patch16_radio_v3 VisionTransformer img_size=512 patch_size=16 embed_dim=1536 depth=40 num_heads=24 reg_tokens=7 no_embed_class=true final_norm=false
    vit_giantopt_patch16_siglip_256 VisionTransformer patch_size=16 embed_dim=1536 depth=40 num_heads=16 class_token=false global_pool="map" act_layer="gelu_tanh"
    vit_giantopt_patch16_siglip_384 VisionTransformer patch_size=16 embed_dim=1536 depth=40 num_heads=16 class_token=false global_pool="map" act_layer="gelu_tanh"
    vit_giantopt_patch16_siglip_gap_256 VisionTransformer patch_size=16 embed_dim=1536 depth=40 num_heads=16 class_token=false global_pool="avg" fc_norm=false act_layer="gelu_tanh"
    vit_giantopt_patch16_siglip_gap_384 VisionTransformer patch_size=16 embed_dim=1536 depth=40 num_heads=16 class_token=false global_pool="avg" fc_norm=false act_layer="gelu_tanh"
    vit_gigantic_patch14_224 VisionTransformer patch_size=14 embed_dim=1664 mlp_ratio=4.923076923076923 depth=48 num_heads=16
    vit_gigantic_patch14_clip_224 VisionTransformer patch_size=14 embed_dim=1664 mlp_ratio=4.923076923076923 depth=48 num_heads=16 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    vit_gigantic_patch14_clip_378 VisionTransformer patch_size=14 embed_dim=1664 mlp_ratio=4.923076923076923 depth=48 num_heads=16 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    vit_gigantic_patch14_clip_quickgelu_224 VisionTransformer patch_size=14 embed_dim=1664 mlp_ratio=4.923076923076923 depth=48 num_heads=16 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05) act_layer="quick_gelu"
    vit_huge_patch14_224 VisionTransformer patch_size=14 embed_dim=1280 depth=32 num_heads=16
    vit_huge_patch14_224_clip_laion2b VisionTransformer patch_size=14 embed_dim=1280 depth=32 num_heads=16 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    vit_huge_patch14_224_in21k VisionTransformer patch_size=14 embed_dim=1280 depth=32 num_heads=16
    vit_huge_patch14_clip_224 VisionTransformer patch_size=14 embed_dim=1280 depth=32 num_heads=16 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    vit_huge_patch14_clip_336 VisionTransformer patch_size=14 embed_dim=1280 depth=32 num_heads=16 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    vit_huge_patch14_clip_378 VisionTransformer patch_size=14 embed_dim=1280 depth=32 num_heads=16 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    vit_huge_patch14_clip_quickgelu_224 VisionTransformer patch_size=14 embed_dim=1280 depth=32 num_heads=16 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05) act_layer="quick_gelu"
    vit_huge_patch14_clip_quickgelu_378 VisionTransformer patch_size=14 embed_dim=1280 depth=32 num_heads=16 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05) act_layer="quick_gelu"
    vit_huge_patch14_gap_224 VisionTransformer patch_size=14 embed_dim=1280 depth=32 num_heads=16 class_token=false global_pool="avg" fc_norm=false
    vit_huge_patch14_xp_224 VisionTransformer patch_size=14 embed_dim=1280 depth=32 num_heads=16 pre_norm=true no_embed_class=true norm_layer=RmsNorm block_fn=ParallelScalingBlock qkv_bias=false qk_norm=true
    vit_huge_patch16_gap_448 VisionTransformer patch_size=16 embed_dim=1280 depth=32 num_heads=16 class_token=false global_pool="avg" fc_norm=false
    vit_huge_patch16_radio_v3 VisionTransformer img_size=512 patch_size=16 embed_dim=1280 depth=32 num_heads=16 reg_tokens=7 no_embed_class=true final_norm=false
    vit_huge_patch16_radio_v4 VisionTransformer img_size=512 patch_size=16 embed_dim=1280 depth=32 num_heads=16 reg_tokens=9 no_embed_class=true final_norm=false
    vit_intern300m_patch14_448 VisionTransformer patch_size=14 embed_dim=1024 depth=24 num_heads=16 init_values=0.1 final_norm=false dynamic_img_size=true
    vit_large_patch14_224 VisionTransformer patch_size=14 embed_dim=1024 depth=24 num_heads=16
    vit_large_patch14_224_clip_laion2b VisionTransformer patch_size=14 embed_dim=1024 depth=24 num_heads=16 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    vit_large_patch14_clip_224 VisionTransformer patch_size=14 embed_dim=1024 depth=24 num_heads=16 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    vit_large_patch14_clip_336 VisionTransformer patch_size=14 embed_dim=1024 depth=24 num_heads=16 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    vit_large_patch14_clip_quickgelu_224 VisionTransformer patch_size=14 embed_dim=1024 depth=24 num_heads=16 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05) act_layer="quick_gelu"
    vit_large_patch14_clip_quickgelu_336 VisionTransformer patch_size=14 embed_dim=1024 depth=24 num_heads=16 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05) act_layer="quick_gelu"
    vit_large_patch14_dinov2 VisionTransformer patch_size=14 embed_dim=1024 depth=24 num_heads=16 init_values=1e-05
    vit_large_patch14_reg1_tipsv2 VisionTransformer patch_size=14 embed_dim=1024 depth=24 num_heads=16 init_values=1.0 reg_tokens=1 no_embed_class=true
    vit_large_patch14_reg4_dinov2 VisionTransformer patch_size=14 embed_dim=1024 depth=24 num_heads=16 init_values=1e-05 reg_tokens=4 no_embed_class=true
    vit_large_patch14_xp_224 VisionTransformer patch_size=14 embed_dim=1024 depth=24 num_heads=16 pre_norm=true no_embed_class=true norm_layer=RmsNorm block_fn=ParallelScalingBlock qkv_bias=false qk_norm=true
    vit_large_patch16_224 VisionTransformer patch_size=16 embed_dim=1024 depth=24 num_heads=16
    vit_large_patch16_224_in21k VisionTransformer patch_size=16 embed_dim=1024 depth=24 num_heads=16
    vit_large_patch16_384 VisionTransformer patch_size=16 embed_dim=1024 depth=24 num_heads=16
    vit_large_patch16_radio_v3 VisionTransformer img_size=512 patch_size=16 embed_dim=1024 depth=24 num_heads=16 init_values=1e-05 reg_tokens=7 no_embed_class=true final_norm=false
    vit_large_patch16_siglip_256 VisionTransformer patch_size=16 embed_dim=1024 depth=24 num_heads=16 class_token=false global_pool="map"
    vit_large_patch16_siglip_384 VisionTransformer patch_size=16 embed_dim=1024 depth=24 num_heads=16 class_token=false global_pool="map"
    vit_large_patch16_siglip_512 VisionTransformer patch_size=16 embed_dim=1024 depth=24 num_heads=16 class_token=false global_pool="map" act_layer="gelu_tanh"
    vit_large_patch16_siglip_gap_256 VisionTransformer patch_size=16 embed_dim=1024 depth=24 num_heads=16 class_token=false global_pool="avg" fc_norm=false
    vit_large_patch16_siglip_gap_384 VisionTransformer patch_size=16 embed_dim=1024 depth=24 num_heads=16 class_token=false global_pool="avg" fc_norm=false
    vit_large_patch16_siglip_gap_512 VisionTransformer patch_size=16 embed_dim=1024 depth=24 num_heads=16 class_token=false global_pool="avg" fc_norm=false act_layer="gelu_tanh"
    vit_large_patch32_224 VisionTransformer patch_size=32 embed_dim=1024 depth=24 num_heads=16
    vit_large_patch32_224_in21k VisionTransformer patch_size=32 embed_dim=1024 depth=24 num_heads=16
    vit_large_patch32_384 VisionTransformer patch_size=32 embed_dim=1024 depth=24 num_heads=16
    vit_little_patch16_reg1_gap_256 VisionTransformer patch_size=16 embed_dim=320 depth=14 num_heads=5 init_values=1e-05 mlp_ratio=5.6 class_token=false no_embed_class=true reg_tokens=1 global_pool="avg"
    vit_little_patch16_reg4_gap_256 VisionTransformer patch_size=16 embed_dim=320 depth=14 num_heads=5 init_values=1e-05 mlp_ratio=5.6 class_token=false no_embed_class=true reg_tokens=4 global_pool="avg"
    vit_medium_patch16_clip_224 VisionTransformer embed_dim=512 depth=12 num_heads=8 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    vit_medium_patch16_gap_240 VisionTransformer patch_size=16 embed_dim=512 depth=12 num_heads=8 class_token=false global_pool="avg" qkv_bias=false init_values=1e-06 fc_norm=false
    vit_medium_patch16_gap_256 VisionTransformer patch_size=16 embed_dim=512 depth=12 num_heads=8 class_token=false global_pool="avg" qkv_bias=false init_values=1e-06 fc_norm=false
    vit_medium_patch16_gap_384 VisionTransformer patch_size=16 embed_dim=512 depth=12 num_heads=8 class_token=false global_pool="avg" qkv_bias=false init_values=1e-06 fc_norm=false
    vit_medium_patch16_reg1_gap_256 VisionTransformer patch_size=16 embed_dim=512 depth=12 num_heads=8 init_values=1e-05 class_token=false no_embed_class=true reg_tokens=1 global_pool="avg"
    vit_medium_patch16_reg4_gap_256 VisionTransformer patch_size=16 embed_dim=512 depth=12 num_heads=8 init_values=1e-05 class_token=false no_embed_class=true reg_tokens=4 global_pool="avg"
    vit_medium_patch32_clip_224 VisionTransformer patch_size=32 embed_dim=512 depth=12 num_heads=8 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    vit_mediumd_patch16_reg4_gap_256 VisionTransformer patch_size=16 embed_dim=512 depth=20 num_heads=8 init_values=1e-05 class_token=false no_embed_class=true reg_tokens=4 global_pool="avg"
    vit_mediumd_patch16_reg4_gap_384 VisionTransformer patch_size=16 embed_dim=512 depth=20 num_heads=8 init_values=1e-05 class_token=false no_embed_class=true reg_tokens=4 global_pool="avg"
    vit_pwee_patch16_reg1_gap_256 VisionTransformer patch_size=16 embed_dim=256 depth=16 num_heads=4 init_values=1e-05 mlp_ratio=5 class_token=false no_embed_class=true reg_tokens=1 global_pool="avg" block_fn=ParallelScalingBlock
    vit_small_patch14_dinov2 VisionTransformer patch_size=14 embed_dim=384 depth=12 num_heads=6 init_values=1e-05
    vit_small_patch14_reg4_dinov2 VisionTransformer patch_size=14 embed_dim=384 depth=12 num_heads=6 init_values=1e-05 reg_tokens=4 no_embed_class=true
    vit_small_patch16_18x2_224 VisionTransformer patch_size=16 embed_dim=384 depth=18 num_heads=6 init_values=1e-05 block_fn=ParallelThingsBlock
    vit_small_patch16_224 VisionTransformer patch_size=16 embed_dim=384 depth=12 num_heads=6
    vit_small_patch16_224_dino VisionTransformer patch_size=16 embed_dim=384 depth=12 num_heads=6
    vit_small_patch16_224_in21k VisionTransformer patch_size=16 embed_dim=384 depth=12 num_heads=6
    vit_small_patch16_36x1_224 VisionTransformer patch_size=16 embed_dim=384 depth=36 num_heads=6 init_values=1e-05
    vit_small_patch16_384 VisionTransformer patch_size=16 embed_dim=384 depth=12 num_heads=6
    vit_small_patch32_224 VisionTransformer patch_size=32 embed_dim=384 depth=12 num_heads=6
    vit_small_patch32_224_in21k VisionTransformer patch_size=32 embed_dim=384 depth=12 num_heads=6
    vit_small_patch32_384 VisionTransformer patch_size=32 embed_dim=384 depth=12 num_heads=6
    vit_small_patch8_224 VisionTransformer patch_size=8 embed_dim=384 depth=12 num_heads=6
    vit_small_patch8_224_dino VisionTransformer patch_size=8 embed_dim=384 depth=12 num_heads=6
    vit_so150m2_patch16_reg1_gap_256 VisionTransformer patch_size=16 embed_dim=832 depth=21 num_heads=13 mlp_ratio=2.6153846153846154 init_values=1e-05 qkv_bias=false class_token=false reg_tokens=1 global_pool="avg"
    vit_so150m2_patch16_reg1_gap_384 VisionTransformer patch_size=16 embed_dim=832 depth=21 num_heads=13 mlp_ratio=2.6153846153846154 init_values=1e-05 qkv_bias=false class_token=false reg_tokens=1 global_pool="avg"
    vit_so150m2_patch16_reg1_gap_448 VisionTransformer patch_size=16 embed_dim=832 depth=21 num_heads=13 mlp_ratio=2.6153846153846154 init_values=1e-05 qkv_bias=false class_token=false reg_tokens=1 global_pool="avg"
    vit_so150m_patch16_reg4_gap_256 VisionTransformer patch_size=16 embed_dim=896 depth=18 num_heads=14 mlp_ratio=2.572 class_token=false reg_tokens=4 global_pool="avg" fc_norm=false
    vit_so150m_patch16_reg4_gap_384 VisionTransformer patch_size=16 embed_dim=896 depth=18 num_heads=14 mlp_ratio=2.572 class_token=false reg_tokens=4 global_pool="avg" fc_norm=false
    vit_so150m_patch16_reg4_map_256 VisionTransformer patch_size=16 embed_dim=896 depth=18 num_heads=14 mlp_ratio=2.572 class_token=false reg_tokens=4 global_pool="map"
    vit_so400m_patch14_reg1_tipsv2 VisionTransformer patch_size=14 embed_dim=1152 depth=27 num_heads=16 init_values=1.0 mlp_ratio=3.736111111111111 reg_tokens=1 no_embed_class=true
    vit_so400m_patch14_siglip_224 VisionTransformer patch_size=14 embed_dim=1152 depth=27 num_heads=16 mlp_ratio=3.7362 class_token=false global_pool="map"
    vit_so400m_patch14_siglip_378 VisionTransformer patch_size=14 embed_dim=1152 depth=27 num_heads=16 mlp_ratio=3.7362 class_token=false global_pool="map"
    vit_so400m_patch14_siglip_384 VisionTransformer patch_size=14 embed_dim=1152 depth=27 num_heads=16 mlp_ratio=3.7362 class_token=false global_pool="map"
    vit_so400m_patch14_siglip_gap_224 VisionTransformer patch_size=14 embed_dim=1152 depth=27 num_heads=16 mlp_ratio=3.7362 class_token=false global_pool="avg" fc_norm=false
    vit_so400m_patch14_siglip_gap_378 VisionTransformer patch_size=14 embed_dim=1152 depth=27 num_heads=16 mlp_ratio=3.7362 class_token=false global_pool="avg" fc_norm=false
    vit_so400m_patch14_siglip_gap_384 VisionTransformer patch_size=14 embed_dim=1152 depth=27 num_heads=16 mlp_ratio=3.7362 class_token=false global_pool="avg" fc_norm=false
    vit_so400m_patch14_siglip_gap_448 VisionTransformer patch_size=14 embed_dim=1152 depth=27 num_heads=16 mlp_ratio=3.7362 class_token=false global_pool="avg" fc_norm=false
    vit_so400m_patch14_siglip_gap_896 VisionTransformer patch_size=14 embed_dim=1152 depth=27 num_heads=16 mlp_ratio=3.7362 class_token=false global_pool="avg" fc_norm=false
    vit_so400m_patch16_radio_v4 VisionTransformer img_size=512 patch_size=16 embed_dim=1152 depth=27 num_heads=16 mlp_ratio=3.736111111111111 reg_tokens=9 no_embed_class=true final_norm=false
    vit_so400m_patch16_siglip_256 VisionTransformer patch_size=16 embed_dim=1152 depth=27 num_heads=16 mlp_ratio=3.7362 class_token=false global_pool="map" act_layer="gelu_tanh"
    vit_so400m_patch16_siglip_384 VisionTransformer patch_size=16 embed_dim=1152 depth=27 num_heads=16 mlp_ratio=3.7362 class_token=false global_pool="map" act_layer="gelu_tanh"
    vit_so400m_patch16_siglip_512 VisionTransformer patch_size=16 embed_dim=1152 depth=27 num_heads=16 mlp_ratio=3.7362 class_token=false global_pool="map" act_layer="gelu_tanh"
    vit_so400m_patch16_siglip_gap_256 VisionTransformer patch_size=16 embed_dim=1152 depth=27 num_heads=16 mlp_ratio=3.7362 class_token=false global_pool="avg" fc_norm=false act_layer="gelu_tanh"
    vit_so400m_patch16_siglip_gap_384 VisionTransformer patch_size=16 embed_dim=1152 depth=27 num_heads=16 mlp_ratio=3.7362 class_token=false global_pool="avg" fc_norm=false act_layer="gelu_tanh"
    vit_so400m_patch16_siglip_gap_512 VisionTransformer patch_size=16 embed_dim=1152 depth=27 num_heads=16 mlp_ratio=3.7362 class_token=false global_pool="avg" fc_norm=false act_layer="gelu_tanh"
    vit_tiny_patch16_224 VisionTransformer patch_size=16 embed_dim=192 depth=12 num_heads=3
    vit_tiny_patch16_224_in21k VisionTransformer patch_size=16 embed_dim=192 depth=12 num_heads=3
    vit_tiny_patch16_384 VisionTransformer patch_size=16 embed_dim=192 depth=12 num_heads=3
    vit_wee_patch16_reg1_gap_256 VisionTransformer patch_size=16 embed_dim=256 depth=14 num_heads=4 init_values=1e-05 mlp_ratio=5 class_token=false no_embed_class=true reg_tokens=1 global_pool="avg"
    vit_xsmall_patch16_clip_224 VisionTransformer embed_dim=256 depth=10 num_heads=4 pre_norm=true norm_layer=partial(LayerNorm,eps=1e-05)
    deit3_base_patch16_224 VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12 no_embed_class=true init_values=1e-06
    deit3_base_patch16_224_in21ft1k VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12 no_embed_class=true init_values=1e-06
    deit3_base_patch16_384 VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12 no_embed_class=true init_values=1e-06
    deit3_base_patch16_384_in21ft1k VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12 no_embed_class=true init_values=1e-06
    deit3_huge_patch14_224 VisionTransformer patch_size=14 embed_dim=1280 depth=32 num_heads=16 no_embed_class=true init_values=1e-06
    deit3_huge_patch14_224_in21ft1k VisionTransformer patch_size=14 embed_dim=1280 depth=32 num_heads=16 no_embed_class=true init_values=1e-06
    deit3_large_patch16_224 VisionTransformer patch_size=16 embed_dim=1024 depth=24 num_heads=16 no_embed_class=true init_values=1e-06
    deit3_large_patch16_224_in21ft1k VisionTransformer patch_size=16 embed_dim=1024 depth=24 num_heads=16 no_embed_class=true init_values=1e-06
    deit3_large_patch16_384 VisionTransformer patch_size=16 embed_dim=1024 depth=24 num_heads=16 no_embed_class=true init_values=1e-06
    deit3_large_patch16_384_in21ft1k VisionTransformer patch_size=16 embed_dim=1024 depth=24 num_heads=16 no_embed_class=true init_values=1e-06
    deit3_medium_patch16_224 VisionTransformer patch_size=16 embed_dim=512 depth=12 num_heads=8 no_embed_class=true init_values=1e-06
    deit3_medium_patch16_224_in21ft1k VisionTransformer patch_size=16 embed_dim=512 depth=12 num_heads=8 no_embed_class=true init_values=1e-06
    deit3_small_patch16_224 VisionTransformer patch_size=16 embed_dim=384 depth=12 num_heads=6 no_embed_class=true init_values=1e-06
    deit3_small_patch16_224_in21ft1k VisionTransformer patch_size=16 embed_dim=384 depth=12 num_heads=6 no_embed_class=true init_values=1e-06
    deit3_small_patch16_384 VisionTransformer patch_size=16 embed_dim=384 depth=12 num_heads=6 no_embed_class=true init_values=1e-06
    deit3_small_patch16_384_in21ft1k VisionTransformer patch_size=16 embed_dim=384 depth=12 num_heads=6 no_embed_class=true init_values=1e-06
    deit_base_distilled_patch16_224 VisionTransformerDistilled patch_size=16 embed_dim=768 depth=12 num_heads=12
    deit_base_distilled_patch16_384 VisionTransformerDistilled patch_size=16 embed_dim=768 depth=12 num_heads=12
    deit_base_patch16_224 VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12
    deit_base_patch16_384 VisionTransformer patch_size=16 embed_dim=768 depth=12 num_heads=12
    deit_small_distilled_patch16_224 VisionTransformerDistilled patch_size=16 embed_dim=384 depth=12 num_heads=6
    deit_small_patch16_224 VisionTransformer patch_size=16 embed_dim=384 depth=12 num_heads=6
    deit_tiny_distilled_patch16_224 VisionTransformerDistilled patch_size=16 embed_dim=192 depth=12 num_heads=3
    deit_tiny_patch16_224 VisionTransformer patch_size=16 embed_dim=192 depth=12 num_heads=3
    eva02_base_patch14_224 Eva img_size=224 patch_size=14 embed_dim=768 depth=12 num_heads=12 qkv_fused=false mlp_ratio=2.6666666666666665 swiglu_mlp=true scale_mlp=true use_rot_pos_emb=true ref_feat_shape=[16,16]
    eva02_base_patch14_448 Eva img_size=448 patch_size=14 embed_dim=768 depth=12 num_heads=12 qkv_fused=false mlp_ratio=2.6666666666666665 swiglu_mlp=true scale_mlp=true use_rot_pos_emb=true ref_feat_shape=[16,16]
    eva02_base_patch16_clip_224 Eva img_size=224 patch_size=16 embed_dim=768 depth=12 num_heads=12 qkv_fused=false mlp_ratio=2.6666666666666665 swiglu_mlp=true scale_mlp=true scale_attn_inner=true use_rot_pos_emb=true ref_feat_shape=[16,16] global_pool="token"
    eva02_enormous_patch14_clip_224 Eva img_size=224 patch_size=14 embed_dim=1792 depth=64 num_heads=16 mlp_ratio=8.571428571428571 use_post_norm=true global_pool="token"
    eva02_large_patch14_224 Eva img_size=224 patch_size=14 embed_dim=1024 depth=24 num_heads=16 mlp_ratio=2.6666666666666665 qkv_fused=false swiglu_mlp=true scale_mlp=true use_rot_pos_emb=true ref_feat_shape=[16,16]
    eva02_large_patch14_448 Eva img_size=448 patch_size=14 embed_dim=1024 depth=24 num_heads=16 mlp_ratio=2.6666666666666665 qkv_fused=false swiglu_mlp=true scale_mlp=true use_rot_pos_emb=true ref_feat_shape=[16,16]
    eva02_large_patch14_clip_224 Eva img_size=224 patch_size=14 embed_dim=1024 depth=24 num_heads=16 mlp_ratio=2.6666666666666665 qkv_fused=false swiglu_mlp=true scale_mlp=true scale_attn_inner=true use_rot_pos_emb=true ref_feat_shape=[16,16] global_pool="token"
    eva02_large_patch14_clip_336 Eva img_size=336 patch_size=14 embed_dim=1024 depth=24 num_heads=16 mlp_ratio=2.6666666666666665 qkv_fused=false swiglu_mlp=true scale_mlp=true scale_attn_inner=true use_rot_pos_emb=true ref_feat_shape=[16,16] global_pool="token"
    eva02_small_patch14_224 Eva img_size=224 patch_size=14 embed_dim=384 depth=12 num_heads=6 mlp_ratio=2.6666666666666665 swiglu_mlp=true use_rot_pos_emb=true ref_feat_shape=[16,16]
    eva02_small_patch14_336 Eva img_size=336 patch_size=14 embed_dim=384 depth=12 num_heads=6 mlp_ratio=2.6666666666666665 swiglu_mlp=true use_rot_pos_emb=true ref_feat_shape=[16,16]
    eva02_tiny_patch14_224 Eva img_size=224 patch_size=14 embed_dim=192 depth=12 num_heads=3 mlp_ratio=2.6666666666666665 swiglu_mlp=true use_rot_pos_emb=true ref_feat_shape=[16,16]
    eva02_tiny_patch14_336 Eva img_size=336 patch_size=14 embed_dim=192 depth=12 num_heads=3 mlp_ratio=2.6666666666666665 swiglu_mlp=true use_rot_pos_emb=true ref_feat_shape=[16,16]
    eva_giant_patch14_224 Eva patch_size=14 embed_dim=1408 depth=40 num_heads=16 mlp_ratio=4.363636363636363
    eva_giant_patch14_336 Eva patch_size=14 embed_dim=1408 depth=40 num_heads=16 mlp_ratio=4.363636363636363
    eva_giant_patch14_560 Eva patch_size=14 embed_dim=1408 depth=40 num_heads=16 mlp_ratio=4.363636363636363
    eva_giant_patch14_clip_224 Eva patch_size=14 embed_dim=1408 depth=40 num_heads=16 mlp_ratio=4.363636363636363 global_pool="token"
    vit_5b_patch16_sapiens2 Eva img_size=[1024,768] patch_size=16 dynamic_img_size=true embed_dim=2432 depth=56 num_heads=32 num_kv_heads=[32,32,32,32,32,32,32,32,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,32,32,32,32,32,32,32,32] attn_type="rope" qkv_fused=false qkv_bias=true qk_norm=true global_pool="token" swiglu_mlp=true mlp_ratio=4.0 init_values=1.0 attn_only_layer_scale=true rope_type="dinov3" rope_temperature=100 rope_rotate_half=true rope_rescale_coords=2.0 use_rot_pos_emb=true use_abs_pos_emb=false class_token=true num_reg_tokens=8 use_fc_norm=false norm_layer=partial(RmsNorm,eps=1e-06)
    vit_7b_patch16_dinov3 Eva patch_size=16 dynamic_img_size=true embed_dim=4096 depth=40 num_heads=32 qkv_bias=false mlp_ratio=2 init_values=1e-05 rope_type="dinov3" rope_temperature=100 use_rot_pos_emb=true use_abs_pos_emb=false rope_rotate_half=true swiglu_mlp=true swiglu_align_to=64 num_reg_tokens=4 use_fc_norm=false norm_layer=partial(LayerNorm,eps=1e-05)
    vit_base_patch16_dinov3 Eva patch_size=16 dynamic_img_size=true embed_dim=768 depth=12 num_heads=12 qkv_bias=false init_values=1e-05 rope_type="dinov3" rope_temperature=100 rope_rotate_half=true use_rot_pos_emb=true use_abs_pos_emb=false num_reg_tokens=4 use_fc_norm=false norm_layer=partial(LayerNorm,eps=1e-05)
    vit_base_patch16_dinov3_qkvb Eva patch_size=16 dynamic_img_size=true embed_dim=768 depth=12 num_heads=12 qkv_bias=true init_values=1e-05 rope_type="dinov3" rope_temperature=100 rope_rotate_half=true use_rot_pos_emb=true use_abs_pos_emb=false num_reg_tokens=4 use_fc_norm=false norm_layer=partial(LayerNorm,eps=1e-05)
    vit_base_patch16_lingbot Eva patch_size=16 dynamic_img_size=true embed_dim=768 depth=12 num_heads=12 qkv_bias=true global_pool="token" init_values=1e-05 rope_type="dinov3" rope_temperature=100 rope_rotate_half=true use_rot_pos_emb=true use_abs_pos_emb=false num_reg_tokens=4 use_fc_norm=false norm_layer=partial(LayerNorm,eps=1e-05)
    vit_base_patch16_rope_224 Eva patch_size=16 embed_dim=768 depth=12 num_heads=12 mlp_ratio=4 attn_type="rope" use_fc_norm=false qkv_bias=true init_values=1e-05 class_token=true global_pool="token" use_abs_pos_emb=false use_rot_pos_emb=true rope_grid_indexing="xy" rope_temperature=100.0
    vit_base_patch16_rope_ape_224 Eva patch_size=16 embed_dim=768 depth=12 num_heads=12 mlp_ratio=4 attn_type="rope" qkv_bias=true init_values=1e-05 class_token=true global_pool="token" no_embed_class=true use_abs_pos_emb=true use_rot_pos_emb=true rope_grid_indexing="xy" rope_temperature=100.0
    vit_base_patch16_rope_mixed_224 Eva patch_size=16 embed_dim=768 depth=12 num_heads=12 mlp_ratio=4 qkv_bias=true attn_type="rope" init_values=1e-05 class_token=true global_pool="token" use_abs_pos_emb=false use_rot_pos_emb=true rope_grid_indexing="xy" rope_temperature=10.0 rope_type="mixed"
    vit_base_patch16_rope_mixed_ape_224 Eva patch_size=16 embed_dim=768 depth=12 num_heads=12 mlp_ratio=4 attn_type="rope" qkv_bias=true init_values=1e-05 class_token=true global_pool="token" no_embed_class=true use_abs_pos_emb=true use_rot_pos_emb=true rope_grid_indexing="xy" rope_temperature=10.0 rope_type="mixed"
    vit_base_patch16_rope_reg1_gap_256 Eva img_size=256 patch_size=16 embed_dim=768 depth=12 num_heads=12 qkv_fused=true qkv_bias=true init_values=1e-05 class_token=false num_reg_tokens=1 use_rot_pos_emb=true use_abs_pos_emb=false ref_feat_shape=[16,16]
    vit_base_patch16_sapiens2 Eva img_size=[1024,768] patch_size=16 dynamic_img_size=true embed_dim=768 depth=12 num_heads=12 num_kv_heads=[12,12,12,12,12,12,12,12,12,12,12,12] attn_type="rope" qkv_fused=false qkv_bias=true qk_norm=true global_pool="token" swiglu_mlp=true mlp_ratio=4.0 init_values=1.0 attn_only_layer_scale=true rope_type="dinov3" rope_temperature=100 rope_rotate_half=true rope_rescale_coords=2.0 use_rot_pos_emb=true use_abs_pos_emb=false class_token=true num_reg_tokens=8 use_fc_norm=false norm_layer=partial(RmsNorm,eps=1e-06)
    vit_betwixt_patch16_rope_reg4_gap_256 Eva img_size=256 patch_size=16 embed_dim=640 depth=12 num_heads=10 qkv_fused=true qkv_bias=true init_values=1e-05 class_token=false num_reg_tokens=4 use_rot_pos_emb=true use_abs_pos_emb=false ref_feat_shape=[16,16]
    vit_giant_patch16_lingbot Eva patch_size=16 dynamic_img_size=true embed_dim=1536 depth=40 num_heads=24 qkv_bias=false global_pool="token" mlp_ratio=2.6666666666666665 init_values=1e-05 rope_type="dinov3" rope_temperature=100 use_rot_pos_emb=true use_abs_pos_emb=false rope_rotate_half=true swiglu_mlp=true swiglu_align_to=8 num_reg_tokens=4 use_fc_norm=false norm_layer=partial(LayerNorm,eps=1e-05)
    vit_giant_patch16_sapiens2 Eva img_size=[1024,768] patch_size=16 dynamic_img_size=true embed_dim=1536 depth=40 num_heads=24 num_kv_heads=[24,24,24,24,24,24,24,24,12,12,12,12,12,12,12,12,12,12,12,12,12,12,12,12,12,12,12,12,12,12,12,12,24,24,24,24,24,24,24,24] attn_type="rope" qkv_fused=false qkv_bias=true qk_norm=true global_pool="token" swiglu_mlp=true mlp_ratio=4.0 init_values=1.0 attn_only_layer_scale=true rope_type="dinov3" rope_temperature=100 rope_rotate_half=true rope_rescale_coords=2.0 use_rot_pos_emb=true use_abs_pos_emb=false class_token=true num_reg_tokens=8 use_fc_norm=false norm_layer=partial(RmsNorm,eps=1e-06)
    vit_huge_patch16_sapiens2 Eva img_size=[1024,768] patch_size=16 dynamic_img_size=true embed_dim=1280 depth=32 num_heads=16 num_kv_heads=[16,16,16,16,16,16,16,16,8,8,8,8,8,8,8,8,8,8,8,8,8,8,8,8,16,16,16,16,16,16,16,16] attn_type="rope" qkv_fused=false qkv_bias=true qk_norm=true global_pool="token" swiglu_mlp=true mlp_ratio=4.0 init_values=1.0 attn_only_layer_scale=true rope_type="dinov3" rope_temperature=100 rope_rotate_half=true rope_rescale_coords=2.0 use_rot_pos_emb=true use_abs_pos_emb=false class_token=true num_reg_tokens=8 use_fc_norm=false norm_layer=partial(RmsNorm,eps=1e-06)
    vit_huge_plus_patch16_dinov3 Eva patch_size=16 dynamic_img_size=true embed_dim=1280 depth=32 num_heads=20 qkv_bias=false init_values=1e-05 rope_type="dinov3" rope_temperature=100 use_rot_pos_emb=true use_abs_pos_emb=false rope_rotate_half=true swiglu_mlp=true swiglu_align_to=8 num_reg_tokens=4 use_fc_norm=false norm_layer=partial(LayerNorm,eps=1e-05)
    vit_huge_plus_patch16_dinov3_qkvb Eva patch_size=16 dynamic_img_size=true embed_dim=1280 depth=32 num_heads=20 qkv_bias=true init_values=1e-05 rope_type="dinov3" rope_temperature=100 use_rot_pos_emb=true use_abs_pos_emb=false rope_rotate_half=true swiglu_mlp=true swiglu_align_to=8 num_reg_tokens=4 use_fc_norm=false norm_layer=partial(LayerNorm,eps=1e-05)
    vit_large_patch16_dinov3 Eva patch_size=16 dynamic_img_size=true embed_dim=1024 depth=24 num_heads=16 qkv_bias=false init_values=1e-05 rope_type="dinov3" rope_temperature=100 use_rot_pos_emb=true use_abs_pos_emb=false rope_rotate_half=true num_reg_tokens=4 use_fc_norm=false norm_layer=partial(LayerNorm,eps=1e-05)
    vit_large_patch16_dinov3_qkvb Eva patch_size=16 dynamic_img_size=true embed_dim=1024 depth=24 num_heads=16 qkv_bias=true init_values=1e-05 rope_type="dinov3" rope_temperature=100 use_rot_pos_emb=true use_abs_pos_emb=false rope_rotate_half=true num_reg_tokens=4 use_fc_norm=false norm_layer=partial(LayerNorm,eps=1e-05)
    vit_large_patch16_lingbot Eva patch_size=16 dynamic_img_size=true embed_dim=1024 depth=24 num_heads=16 qkv_bias=true global_pool="token" init_values=1e-05 rope_type="dinov3" rope_temperature=100 rope_rotate_half=true use_rot_pos_emb=true use_abs_pos_emb=false num_reg_tokens=4 use_fc_norm=false norm_layer=partial(LayerNorm,eps=1e-05)
    vit_large_patch16_rope_224 Eva patch_size=16 embed_dim=1024 depth=24 num_heads=16 mlp_ratio=4 attn_type="rope" qkv_bias=true init_values=1e-05 class_token=true global_pool="token" use_abs_pos_emb=false use_rot_pos_emb=true rope_grid_indexing="xy" rope_temperature=100.0
    vit_large_patch16_rope_ape_224 Eva patch_size=16 embed_dim=1024 depth=24 num_heads=16 mlp_ratio=4 attn_type="rope" qkv_bias=true init_values=1e-05 class_token=true global_pool="token" no_embed_class=true use_abs_pos_emb=true use_rot_pos_emb=true rope_grid_indexing="xy" rope_temperature=100.0
    vit_large_patch16_rope_mixed_224 Eva patch_size=16 embed_dim=1024 depth=24 num_heads=16 mlp_ratio=4 attn_type="rope" qkv_bias=true init_values=1e-05 class_token=true global_pool="token" use_abs_pos_emb=false use_rot_pos_emb=true rope_grid_indexing="xy" rope_temperature=10.0 rope_type="mixed"
    vit_large_patch16_rope_mixed_ape_224 Eva patch_size=16 embed_dim=1024 depth=24 num_heads=16 mlp_ratio=4 attn_type="rope" qkv_bias=true init_values=1e-05 class_token=true global_pool="token" no_embed_class=true use_abs_pos_emb=true use_rot_pos_emb=true rope_grid_indexing="xy" rope_temperature=10.0 rope_type="mixed"
    vit_large_patch16_sapiens2 Eva img_size=[1024,768] patch_size=16 dynamic_img_size=true embed_dim=1024 depth=24 num_heads=16 num_kv_heads=[16,16,16,16,16,16,16,16,8,8,8,8,8,8,8,8,16,16,16,16,16,16,16,16] attn_type="rope" qkv_fused=false qkv_bias=true qk_norm=true global_pool="token" swiglu_mlp=true mlp_ratio=4.0 init_values=1.0 attn_only_layer_scale=true rope_type="dinov3" rope_temperature=100 rope_rotate_half=true rope_rescale_coords=2.0 use_rot_pos_emb=true use_abs_pos_emb=false class_token=true num_reg_tokens=8 use_fc_norm=false norm_layer=partial(RmsNorm,eps=1e-06)
    vit_medium_patch16_rope_reg1_gap_256 Eva img_size=256 patch_size=16 embed_dim=512 depth=12 num_heads=8 qkv_fused=true qkv_bias=true init_values=1e-05 class_token=false num_reg_tokens=1 use_rot_pos_emb=true use_abs_pos_emb=false ref_feat_shape=[16,16]
    vit_mediumd_patch16_rope_reg1_gap_256 Eva img_size=256 patch_size=16 embed_dim=512 depth=20 num_heads=8 qkv_fused=true qkv_bias=false init_values=1e-05 class_token=false num_reg_tokens=1 use_rot_pos_emb=true use_abs_pos_emb=false ref_feat_shape=[16,16]
    vit_pe_core_base_patch16_224 Eva patch_size=16 embed_dim=768 depth=12 num_heads=12 mlp_ratio=4.0 global_pool="map" attn_type="rope" use_pre_transformer_norm=true use_rot_pos_emb=true ref_feat_shape=[14,14] rope_grid_offset=1.0 rope_grid_indexing="xy" attn_pool_num_heads=8 attn_pool_mlp_ratio=4.0 norm_layer=partial(LayerNorm,eps=1e-05)
    vit_pe_core_gigantic_patch14_448 Eva patch_size=14 embed_dim=1536 depth=50 num_heads=16 mlp_ratio=5.833333333333333 global_pool="map" attn_type="rope" class_token=false use_pre_transformer_norm=true use_rot_pos_emb=true ref_feat_shape=[32,32] rope_grid_indexing="xy" attn_pool_num_heads=8 attn_pool_mlp_ratio=4.0 norm_layer=partial(LayerNorm,eps=1e-05)
    vit_pe_core_large_patch14_336 Eva patch_size=14 embed_dim=1024 depth=24 num_heads=16 mlp_ratio=4.0 global_pool="map" attn_type="rope" use_pre_transformer_norm=true use_rot_pos_emb=true ref_feat_shape=[24,24] rope_grid_offset=1.0 rope_grid_indexing="xy" attn_pool_num_heads=8 attn_pool_mlp_ratio=4.0 norm_layer=partial(LayerNorm,eps=1e-05)
    vit_pe_core_small_patch16_384 Eva patch_size=16 embed_dim=384 depth=12 num_heads=6 mlp_ratio=4.0 global_pool="map" attn_type="rope" use_pre_transformer_norm=true use_rot_pos_emb=true ref_feat_shape=[24,24] rope_grid_offset=1.0 rope_grid_indexing="xy" attn_pool_num_heads=8 attn_pool_mlp_ratio=4.0 norm_layer=partial(LayerNorm,eps=1e-05)
    vit_pe_core_tiny_patch16_384 Eva patch_size=16 embed_dim=192 depth=12 num_heads=3 mlp_ratio=4.0 global_pool="map" attn_type="rope" use_pre_transformer_norm=true use_rot_pos_emb=true ref_feat_shape=[24,24] rope_grid_offset=1.0 rope_grid_indexing="xy" attn_pool_num_heads=8 attn_pool_mlp_ratio=4.0 norm_layer=partial(LayerNorm,eps=1e-05)
    vit_pe_lang_gigantic_patch14_448 Eva patch_size=14 embed_dim=1536 depth=47 num_heads=16 mlp_ratio=5.833333333333333 attn_type="rope" class_token=false use_rot_pos_emb=true ref_feat_shape=[32,32] rope_grid_indexing="xy" use_pre_transformer_norm=true use_post_transformer_norm=false use_fc_norm=false init_values=0.1 norm_layer=partial(LayerNorm,eps=1e-05)
    vit_pe_lang_large_patch14_448 Eva patch_size=14 embed_dim=1024 depth=23 num_heads=16 mlp_ratio=4.0 attn_type="rope" class_token=true use_rot_pos_emb=true ref_feat_shape=[32,32] rope_grid_offset=1.0 rope_grid_indexing="xy" use_pre_transformer_norm=true use_post_transformer_norm=false use_fc_norm=false init_values=0.1 norm_layer=partial(LayerNorm,eps=1e-05)
    vit_pe_spatial_base_patch16_512 Eva patch_size=16 embed_dim=768 depth=12 num_heads=12 mlp_ratio=4.0 attn_type="rope" use_pre_transformer_norm=true use_post_transformer_norm=false use_fc_norm=false use_rot_pos_emb=true ref_feat_shape=[32,32] rope_grid_offset=1.0 rope_grid_indexing="xy" norm_layer=partial(LayerNorm,eps=1e-05)
    vit_pe_spatial_gigantic_patch14_448 Eva patch_size=14 embed_dim=1536 depth=50 num_heads=16 mlp_ratio=5.833333333333333 attn_type="rope" class_token=false use_rot_pos_emb=true ref_feat_shape=[32,32] rope_grid_indexing="xy" use_pre_transformer_norm=true use_post_transformer_norm=false use_fc_norm=false init_values=0.1 norm_layer=partial(LayerNorm,eps=1e-05)
    vit_pe_spatial_large_patch14_448 Eva patch_size=14 embed_dim=1024 depth=24 num_heads=16 mlp_ratio=4.0 attn_type="rope" use_pre_transformer_norm=true use_post_transformer_norm=false use_fc_norm=false use_rot_pos_emb=true ref_feat_shape=[32,32] rope_grid_offset=1.0 rope_grid_indexing="xy" norm_layer=partial(LayerNorm,eps=1e-05)
    vit_pe_spatial_small_patch16_512 Eva patch_size=16 embed_dim=384 depth=12 num_heads=6 mlp_ratio=4.0 attn_type="rope" use_pre_transformer_norm=true use_post_transformer_norm=false use_fc_norm=false use_rot_pos_emb=true ref_feat_shape=[32,32] rope_grid_offset=1.0 rope_grid_indexing="xy" norm_layer=partial(LayerNorm,eps=1e-05)
    vit_pe_spatial_tiny_patch16_512 Eva patch_size=16 embed_dim=192 depth=12 num_heads=3 mlp_ratio=4.0 attn_type="rope" use_pre_transformer_norm=true use_post_transformer_norm=false use_fc_norm=false use_rot_pos_emb=true ref_feat_shape=[32,32] rope_grid_offset=1.0 rope_grid_indexing="xy" norm_layer=partial(LayerNorm,eps=1e-05)
    vit_small_patch16_dinov3 Eva patch_size=16 dynamic_img_size=true embed_dim=384 depth=12 num_heads=6 qkv_bias=false init_values=1e-05 rope_type="dinov3" rope_temperature=100 rope_rotate_half=true use_rot_pos_emb=true use_abs_pos_emb=false num_reg_tokens=4 use_fc_norm=false norm_layer=partial(LayerNorm,eps=1e-05)
    vit_small_patch16_dinov3_qkvb Eva patch_size=16 dynamic_img_size=true embed_dim=384 depth=12 num_heads=6 qkv_bias=true init_values=1e-05 rope_type="dinov3" rope_temperature=100 rope_rotate_half=true use_rot_pos_emb=true use_abs_pos_emb=false num_reg_tokens=4 use_fc_norm=false norm_layer=partial(LayerNorm,eps=1e-05)
    vit_small_patch16_lingbot Eva patch_size=16 dynamic_img_size=true embed_dim=384 depth=12 num_heads=6 qkv_bias=true global_pool="token" init_values=1e-05 rope_type="dinov3" rope_temperature=100 rope_rotate_half=true use_rot_pos_emb=true use_abs_pos_emb=false num_reg_tokens=4 use_fc_norm=false norm_layer=partial(LayerNorm,eps=1e-05)
    vit_small_patch16_rope_224 Eva patch_size=16 embed_dim=384 depth=12 num_heads=6 mlp_ratio=4 attn_type="rope" qkv_bias=true init_values=1e-05 class_token=true global_pool="token" use_abs_pos_emb=false use_rot_pos_emb=true rope_grid_indexing="xy" rope_temperature=100.0
    vit_small_patch16_rope_ape_224 Eva patch_size=16 embed_dim=384 depth=12 num_heads=6 mlp_ratio=4 attn_type="rope" qkv_bias=true init_values=1e-05 class_token=true global_pool="token" no_embed_class=true use_abs_pos_emb=true use_rot_pos_emb=true rope_grid_indexing="xy" rope_temperature=100.0
    vit_small_patch16_rope_mixed_224 Eva patch_size=16 embed_dim=384 depth=12 num_heads=6 mlp_ratio=4 attn_type="rope" qkv_bias=true init_values=1e-05 class_token=true global_pool="token" use_abs_pos_emb=false use_rot_pos_emb=true rope_grid_indexing="xy" rope_temperature=10.0 rope_type="mixed"
    vit_small_patch16_rope_mixed_ape_224 Eva patch_size=16 embed_dim=384 depth=12 num_heads=6 mlp_ratio=4 attn_type="rope" qkv_bias=true init_values=1e-05 class_token=true global_pool="token" no_embed_class=true use_abs_pos_emb=true use_rot_pos_emb=true rope_grid_indexing="xy" rope_temperature=10.0 rope_type="mixed"
    vit_small_plus_patch16_dinov3 Eva patch_size=16 dynamic_img_size=true embed_dim=384 depth=12 num_heads=6 qkv_bias=false init_values=1e-05 rope_type="dinov3" rope_temperature=100 rope_rotate_half=true use_rot_pos_emb=true use_abs_pos_emb=false swiglu_mlp=true swiglu_align_to=8 num_reg_tokens=4 use_fc_norm=false norm_layer=partial(LayerNorm,eps=1e-05)
    vit_small_plus_patch16_dinov3_qkvb Eva patch_size=16 dynamic_img_size=true embed_dim=384 depth=12 num_heads=6 qkv_bias=true init_values=1e-05 rope_type="dinov3" rope_temperature=100 rope_rotate_half=true use_rot_pos_emb=true use_abs_pos_emb=false swiglu_mlp=true swiglu_align_to=8 num_reg_tokens=4 use_fc_norm=false norm_layer=partial(LayerNorm,eps=1e-05)
    vit_tiny_patch16_dinov3_qkvb Eva patch_size=16 dynamic_img_size=true embed_dim=192 depth=12 num_heads=3 qkv_bias=true init_values=1e-05 rope_type="dinov3" rope_temperature=100 rope_rotate_half=true use_rot_pos_emb=true use_abs_pos_emb=false num_reg_tokens=4 use_fc_norm=false norm_layer=partial(LayerNorm,eps=1e-05)
    beit_base_patch16_224 Beit patch_size=16 embed_dim=768 depth=12 num_heads=12 mlp_ratio=4 use_abs_pos_emb=false use_rel_pos_bias=true init_values=0.1
    beit_base_patch16_384 Beit img_size=384 patch_size=16 embed_dim=768 depth=12 num_heads=12 use_abs_pos_emb=false use_rel_pos_bias=true init_values=0.1
    beit_large_patch16_224 Beit patch_size=16 embed_dim=1024 depth=24 num_heads=16 use_abs_pos_emb=false use_rel_pos_bias=true init_values=1e-05
    beit_large_patch16_384 Beit img_size=384 patch_size=16 embed_dim=1024 depth=24 num_heads=16 use_abs_pos_emb=false use_rel_pos_bias=true init_values=1e-05
    beit_large_patch16_512 Beit img_size=512 patch_size=16 embed_dim=1024 depth=24 num_heads=16 use_abs_pos_emb=false use_rel_pos_bias=true init_values=1e-05
    beitv2_base_patch16_224 Beit patch_size=16 embed_dim=768 depth=12 num_heads=12 mlp_ratio=4 use_abs_pos_emb=false use_rel_pos_bias=true init_values=1e-05
    beitv2_large_patch16_224 Beit patch_size=16 embed_dim=1024 depth=24 num_heads=16 use_abs_pos_emb=false use_rel_pos_bias=true init_values=1e-05
    swin_base_patch4_window12_384 SwinTransformer patch_size=4 window_size=12 embed_dim=128 depths=[2,2,18,2] num_heads=[4,8,16,32]
    swin_base_patch4_window12_384_in22k SwinTransformer patch_size=4 window_size=12 embed_dim=128 depths=[2,2,18,2] num_heads=[4,8,16,32]
    swin_base_patch4_window7_224 SwinTransformer patch_size=4 window_size=7 embed_dim=128 depths=[2,2,18,2] num_heads=[4,8,16,32]
    swin_base_patch4_window7_224_in22k SwinTransformer patch_size=4 window_size=7 embed_dim=128 depths=[2,2,18,2] num_heads=[4,8,16,32]
    swin_large_patch4_window12_384 SwinTransformer patch_size=4 window_size=12 embed_dim=192 depths=[2,2,18,2] num_heads=[6,12,24,48]
    swin_large_patch4_window12_384_in22k SwinTransformer patch_size=4 window_size=12 embed_dim=192 depths=[2,2,18,2] num_heads=[6,12,24,48]
    swin_large_patch4_window7_224 SwinTransformer patch_size=4 window_size=7 embed_dim=192 depths=[2,2,18,2] num_heads=[6,12,24,48]
    swin_large_patch4_window7_224_in22k SwinTransformer patch_size=4 window_size=7 embed_dim=192 depths=[2,2,18,2] num_heads=[6,12,24,48]
    swin_s3_base_224 SwinTransformer patch_size=4 window_size=[7,7,14,7] embed_dim=96 depths=[2,2,30,2] num_heads=[3,6,12,24]
    swin_s3_small_224 SwinTransformer patch_size=4 window_size=[14,14,14,7] embed_dim=96 depths=[2,2,18,2] num_heads=[3,6,12,24]
    swin_s3_tiny_224 SwinTransformer patch_size=4 window_size=[7,7,14,7] embed_dim=96 depths=[2,2,6,2] num_heads=[3,6,12,24]
    swin_small_patch4_window7_224 SwinTransformer patch_size=4 window_size=7 embed_dim=96 depths=[2,2,18,2] num_heads=[3,6,12,24]
    swin_tiny_patch4_window7_224 SwinTransformer patch_size=4 window_size=7 embed_dim=96 depths=[2,2,6,2] num_heads=[3,6,12,24]
    swinv2_base_window12_192 SwinTransformerV2 window_size=12 embed_dim=128 depths=[2,2,18,2] num_heads=[4,8,16,32]
    swinv2_base_window12_192_22k SwinTransformerV2 window_size=12 embed_dim=128 depths=[2,2,18,2] num_heads=[4,8,16,32]
    swinv2_base_window12to16_192to256 SwinTransformerV2 window_size=16 embed_dim=128 depths=[2,2,18,2] num_heads=[4,8,16,32] pretrained_window_sizes=[12,12,12,6]
    swinv2_base_window12to16_192to256_22kft1k SwinTransformerV2 window_size=16 embed_dim=128 depths=[2,2,18,2] num_heads=[4,8,16,32] pretrained_window_sizes=[12,12,12,6]
    swinv2_base_window12to24_192to384 SwinTransformerV2 window_size=24 embed_dim=128 depths=[2,2,18,2] num_heads=[4,8,16,32] pretrained_window_sizes=[12,12,12,6]
    swinv2_base_window12to24_192to384_22kft1k SwinTransformerV2 window_size=24 embed_dim=128 depths=[2,2,18,2] num_heads=[4,8,16,32] pretrained_window_sizes=[12,12,12,6]
    swinv2_base_window16_256 SwinTransformerV2 window_size=16 embed_dim=128 depths=[2,2,18,2] num_heads=[4,8,16,32]
    swinv2_base_window8_256 SwinTransformerV2 window_size=8 embed_dim=128 depths=[2,2,18,2] num_heads=[4,8,16,32]
    swinv2_large_window12_192 SwinTransformerV2 window_size=12 embed_dim=192 depths=[2,2,18,2] num_heads=[6,12,24,48]
    swinv2_large_window12_192_22k SwinTransformerV2 window_size=12 embed_dim=192 depths=[2,2,18,2] num_heads=[6,12,24,48]
    swinv2_large_window12to16_192to256 SwinTransformerV2 window_size=16 embed_dim=192 depths=[2,2,18,2] num_heads=[6,12,24,48] pretrained_window_sizes=[12,12,12,6]
    swinv2_large_window12to16_192to256_22kft1k SwinTransformerV2 window_size=16 embed_dim=192 depths=[2,2,18,2] num_heads=[6,12,24,48] pretrained_window_sizes=[12,12,12,6]
    swinv2_large_window12to24_192to384 SwinTransformerV2 window_size=24 embed_dim=192 depths=[2,2,18,2] num_heads=[6,12,24,48] pretrained_window_sizes=[12,12,12,6]
    swinv2_large_window12to24_192to384_22kft1k SwinTransformerV2 window_size=24 embed_dim=192 depths=[2,2,18,2] num_heads=[6,12,24,48] pretrained_window_sizes=[12,12,12,6]
    swinv2_small_window16_256 SwinTransformerV2 window_size=16 embed_dim=96 depths=[2,2,18,2] num_heads=[3,6,12,24]
    swinv2_small_window8_256 SwinTransformerV2 window_size=8 embed_dim=96 depths=[2,2,18,2] num_heads=[3,6,12,24]
    swinv2_tiny_window16_256 SwinTransformerV2 window_size=16 embed_dim=96 depths=[2,2,6,2] num_heads=[3,6,12,24]
    swinv2_tiny_window8_256 SwinTransformerV2 window_size=8 embed_dim=96 depths=[2,2,6,2] num_heads=[3,6,12,24]
    cait_m36_384 Cait patch_size=16 embed_dim=768 depth=36 num_heads=16 init_values=1e-06
    cait_m48_448 Cait patch_size=16 embed_dim=768 depth=48 num_heads=16 init_values=1e-06
    cait_s24_224 Cait patch_size=16 embed_dim=384 depth=24 num_heads=8 init_values=1e-05
    cait_s24_384 Cait patch_size=16 embed_dim=384 depth=24 num_heads=8 init_values=1e-05
    cait_s36_384 Cait patch_size=16 embed_dim=384 depth=36 num_heads=8 init_values=1e-06
    cait_xs24_384 Cait patch_size=16 embed_dim=288 depth=24 num_heads=6 init_values=1e-05
    cait_xxs24_224 Cait patch_size=16 embed_dim=192 depth=24 num_heads=4 init_values=1e-05
    cait_xxs24_384 Cait patch_size=16 embed_dim=192 depth=24 num_heads=4 init_values=1e-05
    cait_xxs36_224 Cait patch_size=16 embed_dim=192 depth=36 num_heads=4 init_values=1e-05
    cait_xxs36_384 Cait patch_size=16 embed_dim=192 depth=36 num_heads=4 init_values=1e-05
    """
}
