import Texts

/// The arguments of timm's `VisionTransformer` that a configuration gives: those that the architecture's name implies,
/// and `model_args`, which come before them.
///
/// Source: timm 1.0.29, `VisionTransformer.__init__` in timm/models/vision_transformer.py; `build_model_with_cfg` in
/// timm/models/_builder.py takes a few more out before.
struct ModelArguments {
  /// Who said so.
  enum Origin: Sendable {
    case architecture(String, ArchitectureOrigin)
    case configuration(member: String)
  }

  private let path: String
  private var values: [String: (value: JSONValue, origin: Origin)] = [:]

  init(_ configuration: TimmConfiguration) throws(ModelError) {
    path = configuration.path
    let top = ConfigurationFields(path: path, prefix: "", members: configuration.members)
    let pretrained = ConfigurationFields(path: path, prefix: "", members: configuration.pretrained)
    for (name, value) in TimmArchitecture.arguments(of: configuration.name) ?? [:] {
      values[name] = (value, .architecture(configuration.architecture, configuration.origin))
    }
    // In timm the number at the top is written over the nested one, and model_args come before both.
    if pretrained.has("num_classes") {
      values["num_classes"] = (try pretrained.value("num_classes"), .configuration(member: "num_classes"))
    }
    if top.has("num_classes") {
      values["num_classes"] = (try top.value("num_classes"), .configuration(member: "num_classes"))
    }
    let arguments = ConfigurationFields(path: path, prefix: "", members: configuration.arguments)
    for (name, value) in arguments.members.sorted(by: { $0.key < $1.key }) {
      let member = configuration.member(name)
      guard let rule = Self.rules[name] else { throw .unknownMember(path: path, member: member) }
      try Self.check(name, value, rule, arguments, member: member)
      if case .size = rule { values[name] = (value, .configuration(member: member)) }
    }
    // At the top timm passes them over, where they stand for information or by mistake; either way they must be true.
    for (name, value) in top.members.sorted(by: { $0.key < $1.key }) where !value.isNull {
      switch Self.rules[name] {
      // transformers writes what the weights are stored in.
      case .only where name == "dtype": break
      case .only: try Self.check(name, value, Self.rules[name], top)
      case .size:
        guard let inEffect = values[name]?.value else {
          values[name] = (value, .configuration(member: name))
          continue
        }
        guard name == "num_classes" || Self.isSameSize(value, inEffect) else {
          throw top.invalid(name, value, expected: "\(inEffect), which timm computes; write what you mean into model_args")
        }
      case .harmless, nil: break
      }
    }
  }

  /// Whether two spellings say the same: 4 and 4.0, 16 and [16, 16].
  private static func isSameSize(_ one: JSONValue, _ other: JSONValue) -> Bool {
    func sides(_ value: JSONValue) -> [Double]? {
      if let number = value.double { return [number, number] }
      guard let list = value.array, list.count == 2 else { return nil }
      let numbers = list.compactMap(\.double)
      return numbers.count == 2 ? numbers : nil
    }
    guard let one = sides(one), let other = sides(other) else { return one == other }
    return one == other
  }

  static func isKnown(_ name: String) -> Bool { rules[name] != nil }

  private static func check(
    _ name: String, _ value: JSONValue, _ rule: Rule?, _ fields: ConfigurationFields, member: String? = nil
  ) throws(ModelError) {
    guard case .only(let allowed, let said) = rule, !allowed.contains(value) else { return }
    throw fields.invalid(
      member ?? fields.prefix + name, value, expected: "\(said), as the plain ViT that this program computes has it")
  }

  // MARK: - Sizes

  /// Nil where nothing says how many.
  func headCount() throws(ModelError) -> Int? {
    guard let (value, origin) = values["num_heads"] else { return nil }
    guard let count = value.integer, count > 0 else {
      throw invalid(origin, "num_heads", value, expected: "a positive number")
    }
    return count
  }

  /// Holds every size that the configuration gives against those of the network that the weights make.
  func check(against network: VisionTransformer) throws(ModelError) {
    try check("in_chans", is: 3)
    try check("embed_dim", is: network.width)
    try check("depth", is: network.depth)
    try check("num_classes", is: network.classCount ?? 0)
    try check("patch_size", isSquareOf: network.patchSize)
    try check("img_size", isSquareOf: network.imageSize, found: "input_size is")
    if let (value, origin) = try unquoted("mlp_ratio") {
      // As timm computes it, in double precision and cut to an integer.
      guard let ratio = value.double, let hidden = Int(exactly: (Double(network.width) * ratio).rounded(.towardZero)),
        hidden == network.hiddenWidth
      else {
        throw contradiction(
          origin, "mlp_ratio", value,
          found: "the weights have \(network.hiddenWidth) hidden channels of \(network.width)")
      }
    }
    if let (value, origin) = values["qkv_bias"], value != .bool(network.hasQueryKeyValueBias) {
      throw contradiction(
        origin, "qkv_bias", value,
        found: network.hasQueryKeyValueBias ? "the weights have one" : "the weights have none")
    }
  }

  /// The size that is given, which as text would contradict whatever the weights have.
  private func unquoted(_ name: String) throws(ModelError) -> (value: JSONValue, origin: Origin)? {
    guard let size = values[name] else { return nil }
    if size.value.string != nil { throw invalid(size.origin, name, size.value, expected: "a number") }
    return size
  }

  private func check(_ name: String, is expected: Int) throws(ModelError) {
    guard let (value, origin) = try unquoted(name), value.integer != expected else { return }
    throw contradiction(origin, name, value, found: "the weights have \(expected)")
  }

  /// timm takes one number, or the two of height and width.
  private func check(
    _ name: String, isSquareOf expected: Int, found: String = "the weights have"
  ) throws(ModelError) {
    guard let (value, origin) = try unquoted(name), value.integer != expected else { return }
    if let sides = value.array, sides.count == 2, sides.allSatisfy({ $0.integer == expected }) { return }
    throw contradiction(origin, name, value, found: "\(found) \(expected)")
  }

  private func invalid(_ origin: Origin, _ name: String, _ value: JSONValue, expected: String) -> ModelError {
    guard case .configuration(let member) = origin else {
      preconditionFailure("timm's own value of \(name) is what it should be")
    }
    return .invalidField(path: path, field: member, value: value.description, expected: expected)
  }

  private func contradiction(_ origin: Origin, _ name: String, _ value: JSONValue, found: String) -> ModelError {
    switch origin {
    case .architecture(let architecture, let origin):
      .architectureContradictsWeights(
        path: path, architecture: architecture, origin: origin, member: name, value: value.description, found: found)
    case .configuration(let member):
      .memberContradictsWeights(path: path, member: member, value: value.description, found: found)
    }
  }

  // MARK: - Rules

  private enum Rule {
    /// Held against the weights.
    case size
    /// Without effect on what a trained network computes.
    case harmless
    /// Any other value makes another network.
    case only([JSONValue], said: String)
  }

  private static let isFalse = Rule.only([.bool(false)], said: "false")
  private static let isTrue = Rule.only([.bool(true)], said: "true")
  private static let isNull = Rule.only([.null], said: "null")
  private static let isAbsent = Rule.only([], said: "no such member")

  private static let rules: [String: Rule] = [
    "img_size": .size, "patch_size": .size, "in_chans": .size, "num_classes": .size, "embed_dim": .size,
    "depth": .size, "num_heads": .size, "mlp_ratio": .size, "qkv_bias": .size,

    "drop_rate": .harmless, "pos_drop_rate": .harmless, "patch_drop_rate": .harmless, "proj_drop_rate": .harmless,
    "attn_drop_rate": .harmless, "drop_path_rate": .harmless, "drop_block_rate": .harmless, "weight_init": .harmless,
    "fix_init": .harmless, "device": .harmless, "out_indices": .harmless, "pretrained_strict": .harmless,
    // The images have the one size that the position embedding is for.
    "dynamic_img_size": .harmless, "dynamic_img_pad": .harmless,

    "global_pool": .only([.string("token")], said: "\"token\""),
    "class_token": isTrue,
    "pos_embed": .only([.string("learn")], said: "\"learn\""),
    "no_embed_class": isFalse,
    "reg_tokens": .only([.number("0")], said: "0"),
    "pre_norm": isFalse,
    "final_norm": isTrue,
    "fc_norm": .only([.null, .bool(false)], said: "null or false"),
    "pool_include_prefix": isFalse,
    "qk_norm": isFalse,
    "scale_attn_norm": isFalse,
    "scale_mlp_norm": isFalse,
    "proj_bias": isTrue,
    // Zero is no LayerScale to timm, too.
    "init_values": .only([.null, .number("0"), .number("0.0")], said: "null"),
    "act_layer": .only([.null, .string(""), .string("gelu"), .string("GELU")], said: "\"gelu\""),
    "norm_layer": .only(
      [.null, .string(""), .string("layernorm"), .string("layer_norm"), .string("LayerNorm")], said: "\"layernorm\""),
    "embed_norm_layer": .only([.null, .string("")], said: "null"),
    "attn_layer": .only([.string(""), .string("attn")], said: "\"attn\""),
    "embed_layer": isAbsent, "block_fn": isAbsent, "mlp_layer": isAbsent,
    "dtype": isNull,
    // Of older versions of timm.
    "representation_size": isNull, "qk_scale": isNull, "hybrid_backbone": isNull,
    "distilled": isFalse, "features_only": isFalse, "pruned": isFalse,
    "use_naflex": .only([.null, .bool(false)], said: "false"),
  ]
}
