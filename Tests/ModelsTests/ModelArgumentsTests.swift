import Foundation
import Models
import Tensors
import TestSupport
import Testing

/// A member that changes the network is computed, or is what the plain ViT has, or is refused by its name.
@Suite struct ModelArgumentsTests {
  private func complaint(arguments: String, top: String = "", pretrained: String = "") throws -> String? {
    try ModelFolder(
      configuration: """
        {"architecture": "vit_tiny_test", \(top) "model_args": {"num_heads": 2\(arguments.isEmpty ? "" : ", ")\(arguments)},
         "pretrained_cfg": {\(pretrained) "input_size": [3, 16, 16], "interpolation": "bicubic", "crop_pct": 1.0,
         "mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25]}}
        """
    ).complaint()
  }

  @Test(arguments: [
    "\"img_size\": 16", "\"img_size\": [16, 16]", "\"patch_size\": 4", "\"embed_dim\": 32", "\"depth\": 2",
    "\"mlp_ratio\": 4.0", "\"num_classes\": 5", "\"in_chans\": 3", "\"qkv_bias\": true", "\"global_pool\": \"token\"",
    "\"act_layer\": \"gelu\"", "\"act_layer\": null", "\"norm_layer\": \"layernorm\"", "\"class_token\": true",
    "\"drop_path_rate\": 0.1", "\"dynamic_img_size\": true", "\"init_values\": null", "\"fc_norm\": false",
    "\"weight_init\": \"jax\"", "\"reg_tokens\": 0", "\"pos_embed\": \"learn\"", "\"out_indices\": [1, 2]",
  ])
  func `What the plain ViT has is accepted`(argument: String) throws {
    #expect(try complaint(arguments: argument) == nil)
  }

  @Test(arguments: [
    ("act_layer", "\"quick_gelu\"", "\"gelu\""), ("act_layer", "\"no_such_function\"", "\"gelu\""),
    ("act_layer", "\"gelu_tanh\"", "\"gelu\""), ("norm_layer", "\"rmsnorm\"", "\"layernorm\""),
    ("global_pool", "\"avg\"", "\"token\""), ("global_pool", "\"\"", "\"token\""),
    ("global_pool", "\"map\"", "\"token\""),
    ("class_token", "false", "true"), ("class_token", "1", "true"), ("no_embed_class", "true", "false"),
    ("reg_tokens", "4", "0"), ("pre_norm", "true", "false"), ("final_norm", "false", "true"),
    ("fc_norm", "true", "null or false"), ("init_values", "1e-5", "null"), ("qk_norm", "true", "false"),
    ("proj_bias", "false", "true"), ("pos_embed", "\"none\"", "\"learn\""), ("attn_layer", "\"diff\"", "\"attn\""),
    ("block_fn", "\"ParallelScalingBlock\"", "no such member"), ("distilled", "true", "false"),
    ("scale_mlp_norm", "true", "false"), ("representation_size", "768", "null"), ("features_only", "true", "false"),
  ])
  func `Another network is refused by the member's name`(name: String, json: String, expected: String) throws {
    #expect(
      try complaint(arguments: "\"\(name)\": \(json)")
        == "MODEL/config.json: 'model_args.\(name)' is \(json); expected \(expected), as the plain ViT that this program computes has it"
    )
  }

  @Test func `An unknown member is refused by its name`() throws {
    #expect(
      try complaint(arguments: "\"rope\\u001b[2J\": true")
        == "MODEL/config.json: 'model_args.rope\\u{1B}[2J' is unknown to this program, so the network may be another than it computes; remove it if it changes nothing"
    )
  }

  @Test(arguments: ["model_argz", "hidden_act", "Pretrained_cfg", "num-heads", "pool", "layer_norm_eps", ""])
  func `An unknown member at the top is refused by its name`(name: String) throws {
    #expect(
      try complaint(arguments: "", top: "\"\(name)\": {\"act_layer\": \"relu\"},")
        == "MODEL/config.json: '\(name)' is unknown to this program, so the network may be another than it computes; remove it if it changes nothing, or begin its name with _"
    )
  }

  @Test(arguments: [
    "\"license\": \"mit\"", "\"_comment\": {\"a\": 1}", "\"transformers_version\": \"4\"", "\"labels\": null",
    "\"dtype\": \"float32\"", "\"depth\": 2.0", "\"patch_size\": [4, 4]", "\"label_offset\": 0",
    "\"test_input_size\": [3, 16, 16]", "\"classifier\": \"head\"",
    "\"drop_rate\": 0.5", "\"hidden_act\": null", "\"embed_dim\": 32", "\"num_heads\": 2", "\"tags\": [\"vit\"]",
  ])
  func `What says nothing of the network, or says what is so, may stand at the top`(member: String) throws {
    #expect(try complaint(arguments: "", top: member + ",") == nil)
  }

  @Test(arguments: [
    ("label_offset", "1", "0"), ("classifier", "\"fc\"", "\"head\""), ("test_input_size", "[3, 32, 32]", "pretrained_cfg.input_size"),
    ("test_crop_pct", "0.5", "pretrained_cfg.crop_pct"), ("state_dict", "{}", "null"), ("first_conv", "\"stem\"", "patch_embed.proj"),
  ])
  func `What pretrained_cfg must not say may not stand at the top either`(name: String, json: String, expected: String) throws {
    let complaint = try complaint(arguments: "", top: "\"\(name)\": \(json),")
    #expect(complaint?.hasPrefix("MODEL/config.json: '\(name)' is \(json); expected ") == true, "\(complaint ?? "opened")")
    #expect(complaint?.contains(expected) == true)
  }

  @Test func `A size at the top must be the one that is computed`() throws {
    #expect(
      try complaint(arguments: "", top: "\"num_heads\": 4,")
        == "MODEL/config.json: 'num_heads' is 4; expected 2, which timm computes; write what you mean into model_args")
    #expect(
      try complaint(arguments: "", top: "\"depth\": 12,")
        == "MODEL/config.json: 'depth' is 12, but the weights have 2; correct it, or take the weights that belong to it")
  }

  @Test(arguments: [
    ("img_size", "224", "input_size is 16"), ("img_size", "[16, 32]", "input_size is 16"),
    ("patch_size", "16", "the weights have 4"), ("embed_dim", "768", "the weights have 32"),
    ("depth", "12", "the weights have 2"), ("num_classes", "1000", "the weights have 5"),
    ("in_chans", "1", "the weights have 3"), ("mlp_ratio", "3", "the weights have 128 hidden channels of 32"),
    ("mlp_ratio", "1e400", "the weights have 128 hidden channels of 32"), ("qkv_bias", "false", "the weights have one"),
    ("depth", "null", "the weights have 2"),
  ])
  func `A size that the weights contradict`(name: String, json: String, found: String) throws {
    #expect(
      try complaint(arguments: "\"\(name)\": \(json)")
        == "MODEL/config.json: 'model_args.\(name)' is \(json), but \(found); correct it, or take the weights that belong to it"
    )
  }

  @Test(arguments: ["embed_dim", "depth", "num_classes", "patch_size", "img_size", "mlp_ratio"])
  func `A size in quotes is told as that`(name: String) throws {
    #expect(
      try complaint(arguments: "\"\(name)\": \"32\"")
        == "MODEL/config.json: 'model_args.\(name)' is \"32\"; expected a number")
  }

  /// timm passes over what stands at the top, but somebody meant it.
  @Test func `Members at the top`() throws {
    #expect(
      try complaint(arguments: "", top: "\"global_pool\": \"avg\",")
        == "MODEL/config.json: 'global_pool' is \"avg\"; expected \"token\", as the plain ViT that this program computes has it"
    )
    #expect(try complaint(arguments: "", top: "\"act_layer\": \"relu\",")?.contains("'act_layer' is \"relu\"") == true)
    #expect(try complaint(arguments: "", top: "\"num_features\": 64,")?.contains("'num_features' is 64") == true)
    #expect(try complaint(arguments: "", top: "\"num_classes\": 7,")?.contains("'num_classes' is 7") == true)
    #expect(
      try complaint(
        arguments: "",
        top: "\"num_classes\": 5, \"num_features\": 32, \"label_names\": [\"a\"], \"_my note\": {\"x\": 1},",
        pretrained: "\"num_classes\": 1000,") == nil)
    #expect(
      try complaint(arguments: "", top: "\"crop_pct\": 0.9,")
        == "MODEL/config.json: 'crop_pct' is 0.9; expected 1.0, as pretrained_cfg.crop_pct has it; remove one of them")
  }

  @Test(arguments: [
    "\"tag\": \"mine\",", "\"custom_load\": true,", "\"fixed_input_size\": true,", "\"pool_size\": null,",
    "\"first_conv\": \"patch_embed.proj\",", "\"classifier\": \"head\",", "\"test_input_size\": [3, 16, 16],",
    "\"min_input_size\": [3, 8, 8],", "\"license\": \"mit\",", "\"label_offset\": 0,", "\"num_classes\": 5,",
  ])
  func `Members of pretrained_cfg that change nothing`(member: String) throws {
    #expect(try complaint(arguments: "", pretrained: member) == nil)
  }

  @Test(arguments: [
    ("custom_load", "\"hf\""), ("label_offset", "1"), ("classifier", "[\"head\", \"head_dist\"]"),
    ("first_conv", "\"stem.conv1\""),
    ("architecture", "\"vit_base_patch16_224\""), ("state_dict", "{}"), ("num_classes", "4"), ("crop_border", "2"),
    ("global_pool", "\"avg\""),
  ])
  func `Members of pretrained_cfg that change something`(name: String, json: String) throws {
    let complaint = try complaint(arguments: "", pretrained: "\"\(name)\": \(json),")
    #expect(complaint?.hasPrefix("MODEL/config.json: '") == true)
    #expect(complaint?.contains(name) == true)
  }
}
