import Foundation
import Tensors
import Texts

/// What a user named as the model, looked at: what it says of itself, where its weights are, and what it is called.
///
/// Named may be a folder in timm's or transformers' layout, one file of weights, a folder with one such file, or a
/// model in the cache of the hub's client. Nothing of the weights is read here.
package struct ModelSource: Sendable {
  /// As it may be shown.
  package let name: String
  package let configuration: ModelConfiguration
  package let weights: WeightsLocation

  package init(path: String, stated: StatedArchitecture = StatedArchitecture()) throws(ModelError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw [ENOENT, ENOTDIR].contains(errno)
        ? .folderMissing(path: path) : .folderUnreadable(path: path, errorNumber: errno)
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      try self.init(folder: ModelFolderContents(path: path), stated: stated)
    } else {
      try self.init(file: path, stated: stated)
    }
  }

  private init(folder: ModelFolderContents, stated: StatedArchitecture) throws(ModelError) {
    var contents = folder
    var title = HubCache.name(ofSnapshot: folder) ?? folder.lastName
    if let cached = try HubCache(folder) {
      contents = try ModelFolderContents(path: cached.snapshotPath)
      title = cached.name
    }
    try FolderDiagnosis.refuseOtherKinds(contents)
    name = title.printable
    let configurationFile = try contents.path(of: ModelFolderContents.configurationName)
      .map { path throws(ModelError) in try ConfigurationFile(path: path) }
    guard let location = try contents.weights() else { throw FolderDiagnosis.withoutWeights(contents) }
    weights = location
    if let configurationFile {
      configuration = try ModelConfiguration(configurationFile, in: contents, stated: stated)
    } else {
      configuration = try Self.unconfigured(location, names: [location.path, title], stated: stated)
    }
  }

  private init(file path: String, stated: StatedArchitecture) throws(ModelError) {
    let url = URL(fileURLWithPath: path).standardizedFileURL
    let fileName = url.lastPathComponent
    if fileName == ModelFolderContents.configurationName { throw .configurationNamed(path: path) }
    if let form = FolderDiagnosis.otherForm(of: fileName) { throw .otherForm(path: path, form: form) }
    weights = try WeightsLocation(file: path)
    name = WeightsLocation.title(of: fileName).printable
    // A folder that cannot be listed says nothing of the file.
    let folder = try? ModelFolderContents(path: url.deletingLastPathComponent().path)
    if let folder, let configurationPath = folder.path(of: ModelFolderContents.configurationName) {
      guard folder.isConfiguration(for: fileName) else {
        guard stated.name != nil else {
          throw .ambiguousConfiguration(
            path: path, configuration: configurationPath, others: folder.weightsNames.filter { $0 != fileName })
        }
        configuration = try Self.unconfigured(weights, names: [], stated: stated)
        return
      }
      configuration = try ModelConfiguration(ConfigurationFile(path: configurationPath), in: folder, stated: stated)
    } else {
      configuration = try Self.unconfigured(weights, names: [fileName], stated: stated)
    }
  }

  /// Of weights without a configuration: what the user says, or what a name proposes.
  private static func unconfigured(
    _ weights: WeightsLocation, names: [String], stated: StatedArchitecture
  ) throws(ModelError) -> ModelConfiguration {
    if let name = stated.name {
      return .timm(
        try TimmConfiguration(
          weightsPath: weights.path, architecture: name, origin: .option, arguments: stated.arguments))
    }
    for name in names {
      guard let proposal = TimmName.proposal(of: name) else { continue }
      return .timm(
        try TimmConfiguration(
          weightsPath: weights.path, architecture: proposal, origin: .fileName(name), arguments: stated.arguments))
    }
    guard stated.arguments.isEmpty else { throw .argumentsWithoutArchitecture(path: weights.path) }
    return .none(weightsPath: weights.path)
  }

  /// The error of weights that are not a network of the configuration, with who said that they were where no file did.
  package func explained(_ error: ModelError) -> ModelError {
    guard case .timm(let timm) = configuration, timm.origin != .configuration, timm.members.isEmpty else {
      return error
    }
    return .notOfArchitecture(
      path: weights.path, architecture: timm.architecture, origin: timm.origin, reason: error.description)
  }

  /// What must be said of how the architecture and the images' preparation came about; nil where a configuration says them.
  package var remark: String? {
    guard case .timm(let timm) = configuration else { return nil }
    let preparation = timm.members.isEmpty ? "; images are prepared as timm does for it (\(timm.input.summary))" : ""
    return switch timm.origin {
    case .configuration: nil
    case .option: timm.members.isEmpty ? "the architecture is --architecture \(timm.architecture)\(preparation)" : nil
    case .fileName:
      "the architecture is \(timm.architecture) by the file's name\(preparation); --architecture says another"
    }
  }
}
