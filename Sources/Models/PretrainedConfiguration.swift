import Texts

/// What timm's `pretrained_cfg` may hold.
///
/// Source: timm 1.0.29, timm/models/_pretrained.py (`PretrainedCfg`, which refuses other members too),
/// timm/models/_builder.py (`load_pretrained`), timm/data/config.py.
enum PretrainedConfiguration {
  private static let preprocessing: Set = [
    "input_size", "test_input_size", "crop_pct", "test_crop_pct", "crop_mode", "interpolation", "mean", "std",
  ]

  /// Where weights come from, what people should know, and what only adapting a model to another task uses.
  private static let harmless: Set = [
    "url", "file", "hf_hub_id", "hf_hub_filename", "source", "tag", "min_input_size", "fixed_input_size", "label_names",
    "label_descriptions", "labels", "pool_size", "test_pool_size", "license", "description", "origin_url", "paper_name",
    "paper_ids", "notes", "num_classes",
  ]

  /// The only values that leave the network and its images as this program computes them.
  private static let plain: [String: (values: [JSONValue], said: String)] = [
    "custom_load": ([.bool(false), .bool(true)], "true or false, since the weights are model.safetensors"),
    "state_dict": ([], "null, since the weights are model.safetensors"),
    "label_offset": ([.number("0")], "0, since classes count as the weights' rows do"),
    "first_conv": ([.string("patch_embed.proj")], "\"patch_embed.proj\", which the plain ViT has"),
    "classifier": ([.string("head")], "\"head\", the one classifier that the plain ViT has"),
    "global_pool": ([.string("token")], "\"token\", as the plain ViT that this program computes has it"),
    "in_chans": ([.number("3")], "3"),
  ]

  static func isKnown(_ name: String) -> Bool {
    preprocessing.contains(name) || harmless.contains(name) || plain[name] != nil
  }

  /// - Parameter isNested: whether the members stand in an object of their own, which then holds nothing else.
  static func check(_ fields: ConfigurationFields, architecture: String, isNested: Bool) throws(ModelError) {
    for (name, value) in fields.members.sorted(by: { $0.key < $1.key }) where !value.isNull {
      switch name {
      case "architecture":
        guard value == .string(architecture) else {
          throw fields.invalid(fields.prefix + name, value, expected: "\"\(architecture)\", as at the top")
        }
      case _ where plain[name] != nil:
        guard let (values, said) = plain[name], !values.contains(value) else { continue }
        throw fields.invalid(fields.prefix + name, value, expected: said)
      default:
        guard !isNested || preprocessing.contains(name) || harmless.contains(name) else {
          throw .unknownMember(path: fields.path, member: fields.prefix + name)
        }
      }
    }
  }

  /// timm reads the nested object only, so what says something else at the top would be passed over.
  static func checkTwins(top: ConfigurationFields, nested: ConfigurationFields) throws(ModelError) {
    for (name, rule) in plain.sorted(by: { $0.key < $1.key }) {
      guard let value = top.members[name], !value.isNull, !rule.values.contains(value) else { continue }
      throw top.invalid(name, value, expected: rule.said)
    }
    for name in preprocessing.sorted() {
      guard let outer = top.members[name], !outer.isNull else { continue }
      // What a test says counts before what training said.
      let places = [name, name.replacing("test_", with: "")]
      guard let place = places.first(where: nested.has), let inner = nested.members[place] else {
        throw top.invalid(
          name, outer, expected: "no such member beside pretrained_cfg, where timm looks for it; move it there")
      }
      guard outer != inner else { continue }
      throw top.invalid(name, outer, expected: "\(inner), as pretrained_cfg.\(place) has it; remove one of them")
    }
  }
}
