package import Texts

/// What a model says of itself in timm's words, in its `config.json`, on the command line, or by its file's name.
///
/// `config.json` is as timm writes it; older files have `pretrained_cfg`'s members at the top. No member is held against
/// a network here: the family that the architecture belongs to does that.
package struct TimmConfiguration: Sendable {
  /// The file that messages name: `config.json`, or that of the weights where there is none.
  package let path: String
  /// timm's name, perhaps with a hub's tag behind a point.
  package let architecture: String
  package let origin: ArchitectureOrigin
  /// `model_args`, with what the user added.
  package let arguments: [String: JSONValue]
  /// All of the file; empty where there is none.
  package let members: [String: JSONValue]
  /// The members of `pretrained_cfg`, or all of an older file.
  package let pretrained: [String: JSONValue]
  package let input: InputSpecification
  /// Those of `arguments` that the user added.
  private let statedArguments: Set<String>

  /// timm's name without the tag, which says where weights come from and not what the network is.
  package var name: String { TimmArchitecture.withoutTag(architecture) }

  /// How a message names an argument: by where it was said.
  package func member(_ argument: String) -> String {
    statedArguments.contains(argument) ? "--model-arg \(argument)" : "model_args.\(argument)"
  }

  /// Reads a configuration file, with what the user says beside it.
  init(_ file: ConfigurationFile, stated: StatedArchitecture) throws(ModelError) {
    path = file.path
    members = file.members
    let top = ConfigurationFields(path: path, prefix: "", members: members)
    if let name = stated.name {
      if top.has("architecture") {
        let own = try top.string("architecture")
        guard own == name else {
          throw .statedOtherwise(path: path, option: "--architecture", value: name, member: "architecture", own: own)
        }
      }
      (architecture, origin) = (name, .option)
    } else {
      (architecture, origin) = (try top.string("architecture"), .configuration)
    }
    var arguments = try top.has("model_args") ? top.object("model_args") : [:]
    for (name, value) in stated.arguments.sorted(by: { $0.key < $1.key }) {
      if let own = arguments[name], own != value {
        throw .statedOtherwise(
          path: path, option: "--model-arg \(name)", value: value.description, member: "model_args.\(name)",
          own: own.description)
      }
      arguments[name] = value
    }
    self.arguments = arguments
    statedArguments = Set(stated.arguments.keys)
    let fields = try Self.pretrainedFields(top)
    pretrained = fields.members
    input = try TimmPreprocessing(fields: fields, networkSize: Self.side(of: arguments["img_size"])).input()
  }

  /// Of weights without a configuration file: images are prepared as timm does for that architecture.
  init(
    weightsPath: String, architecture: String, origin: ArchitectureOrigin, arguments: [String: JSONValue]
  ) throws(ModelError) {
    path = weightsPath
    self.architecture = architecture
    self.origin = origin
    self.arguments = arguments
    members = [:]
    statedArguments = Set(arguments.keys)
    var pretrained = TimmDefaults.preprocessing(of: TimmArchitecture.withoutTag(architecture)) ?? [:]
    if let side = Self.side(of: arguments["img_size"]) {
      pretrained["input_size"] = .array([3, side, side].map { .number("\($0)") })
    }
    self.pretrained = pretrained
    input = try TimmPreprocessing(
      fields: ConfigurationFields(path: weightsPath, prefix: "", members: pretrained), networkSize: nil
    ).input()
  }

  private static func pretrainedFields(_ top: ConfigurationFields) throws(ModelError) -> ConfigurationFields {
    guard top.has("pretrained_cfg") else { return top }
    return ConfigurationFields(
      path: top.path, prefix: "pretrained_cfg.", members: try top.object("pretrained_cfg"))
  }

  /// timm takes one number, or height and width.
  private static func side(of value: JSONValue?) -> Int? {
    guard let value else { return nil }
    if let side = value.integer { return side }
    guard let sides = value.array, sides.count == 2, sides[0].integer == sides[1].integer else { return nil }
    return sides[0].integer
  }
}
