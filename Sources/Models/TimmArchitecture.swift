import Texts

/// A plain Vision Transformer by timm's name for it, which implies its sizes.
///
/// Source: timm 1.0.29, timm/models/vision_transformer.py and deit.py, with the names that older versions had.
enum TimmArchitecture {
  /// The arguments that timm gives the network of that name; nil where the name is not one of its plain ones.
  static func arguments(of name: String) -> [String: JSONValue]? { plain[name] }

  /// A hub's tag behind a point says where the weights come from, not what the network is.
  static func withoutTag(_ name: String) -> String { String(name.prefix { $0 != "." }) }

  private static let plain: [String: [String: JSONValue]] = Dictionary(
    uniqueKeysWithValues: sizes.flatMap { size in
      size.names.split(separator: " ").map { (String($0), size.arguments(of: $0)) }
    })

  private struct Size {
    let width: Int
    let depth: Int
    let headCount: Int
    var ratio = 4.0
    var hasBias = true
    /// Between spaces.
    let names: String

    func arguments(of name: Substring) -> [String: JSONValue] {
      // The one name that does not say its patch size has the default.
      let patch = name.split(separator: "_").first { $0.hasPrefix("patch") }?.dropFirst("patch".count) ?? "16"
      return [
        "embed_dim": .number("\(width)"), "depth": .number("\(depth)"), "num_heads": .number("\(headCount)"),
        "mlp_ratio": .number("\(ratio)"), "patch_size": .number(String(patch)), "qkv_bias": .bool(hasBias),
      ]
    }
  }

  private static let sizes = [
    Size(width: 64, depth: 6, headCount: 2, ratio: 3, names: "test_vit"),
    Size(
      width: 192, depth: 12, headCount: 3,
      names: "deit_tiny_patch16_224 vit_tiny_patch16_224 vit_tiny_patch16_384 vit_tiny_patch16_224_in21k"),
    Size(
      width: 384, depth: 12, headCount: 6,
      names: """
        deit_small_patch16_224 vit_small_patch32_224 vit_small_patch32_384 vit_small_patch16_224 vit_small_patch16_384 \
        vit_small_patch8_224 vit_small_patch32_224_in21k vit_small_patch16_224_in21k vit_small_patch16_224_dino \
        vit_small_patch8_224_dino
        """),
    Size(
      width: 768, depth: 12, headCount: 12,
      names: """
        deit_base_patch16_224 deit_base_patch16_384 vit_base_patch32_224 vit_base_patch32_384 vit_base_patch16_224 \
        vit_base_patch16_384 vit_base_patch8_224 vit_base_patch32_224_in21k vit_base_patch16_224_in21k \
        vit_base_patch8_224_in21k vit_base_patch32_224_sam vit_base_patch16_224_sam vit_base_patch16_224_dino \
        vit_base_patch8_224_dino
        """),
    Size(
      width: 768, depth: 12, headCount: 12, hasBias: false,
      names: "vit_base_patch16_224_miil vit_base_patch16_224_miil_in21k"),
    Size(
      width: 1024, depth: 24, headCount: 16,
      names: """
        vit_large_patch32_224 vit_large_patch32_384 vit_large_patch16_224 vit_large_patch16_384 vit_large_patch14_224 \
        vit_large_patch32_224_in21k vit_large_patch16_224_in21k
        """),
    Size(width: 1280, depth: 32, headCount: 16, names: "vit_huge_patch14_224 vit_huge_patch14_224_in21k"),
    Size(width: 1408, depth: 40, headCount: 16, ratio: 48.0 / 11, names: "vit_giant_patch14_224"),
    Size(width: 1664, depth: 48, headCount: 16, ratio: 64.0 / 13, names: "vit_gigantic_patch14_224"),
  ]
}
