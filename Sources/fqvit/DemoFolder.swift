import Foundation

/// Where the model and images lie that ship with the program.
struct DemoFolder {
  /// The model's folder, with the images in folders below it.
  let path: String

  /// Looks where an installation keeps it, then in the package that the program was built in.
  ///
  /// The program's own place counts, not the working directory, so that it is found from anywhere.
  ///
  /// - Parameter executable: the program's real path.
  init(executable: String = DemoFolder.executable) throws(Failure) {
    let folder = URL(fileURLWithPath: executable).deletingLastPathComponent()
    let installed = folder.deletingLastPathComponent().path + "/share/fqvit/demo"
    var candidates = [installed]
    var ancestor = folder
    while ancestor.path != "/" {
      candidates.append(ancestor.path + "/assets/demo")
      ancestor.deleteLastPathComponent()
    }
    guard let found = candidates.first(where: { FileManager.default.fileExists(atPath: $0 + "/config.json") }) else {
      throw .failed(
        "the demo model is not in \(installed), nor in assets/demo of \(folder.path) or a folder above it; "
          + "give a MODEL and IMAGES, or put the package's assets/demo there")
    }
    path = found
  }

  /// The command line that opens it, as it would any other model.
  var arguments: [String] { [path, path + "/validation", "--calibration", path + "/calibration"] }

  private static let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
}
