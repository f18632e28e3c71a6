import ArgumentParser
import Models
import Texts

/// What a user says of the network beside its path; the same for every command that opens a model.
struct ModelOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "timm's name of the network, where no config.json says it: vit_tiny_patch16_224.", valueName: "name"))
  var architecture: String?

  @Option(
    name: .customLong("model-arg"),
    help: ArgumentHelp(
      "An argument of the network where it differs from what its name implies: num_heads=6, depths=[2,2,6,2]; repeatable.",
      valueName: "name=value"),
    transform: { text in
      do throws(ModelArgument.Problem) { return try ModelArgument(text) } catch { throw ValidationError("\(error)") }
    })
  var modelArguments: [ModelArgument] = []

  func validate() throws {
    if let architecture, architecture.isEmpty { throw ValidationError("--architecture is empty; give timm's name") }
    for (index, argument) in modelArguments.enumerated()
    where modelArguments[..<index].contains(where: { $0.name == argument.name }) {
      throw ValidationError("--model-arg gives \(argument.name) twice; leave one out")
    }
  }

  var isEmpty: Bool { stated.isEmpty }

  var stated: StatedArchitecture {
    StatedArchitecture(
      name: architecture,
      arguments: Dictionary(uniqueKeysWithValues: modelArguments.map { ($0.name, $0.value) }))
  }

  /// The same options as they are written on a command line.
  var arguments: [String] {
    (architecture.map { ["--architecture", $0] } ?? [])
      + modelArguments.flatMap { ["--model-arg", "\($0.name)=\($0.value)"] }
  }

  /// The model at `path`; what must be said of how its architecture came about goes to standard error.
  func open(_ path: String) throws(ModelError) -> Model {
    let model = try Model(path: path, stated: stated)
    if let remark = model.remark { StandardError.write("fqvit: \(remark.printable(limit: 2_000))\n") }
    return model
  }
}
