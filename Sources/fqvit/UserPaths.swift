import Foundation
import Texts

/// Where the program keeps its files: the XDG folders.
///
/// A folder is nil where neither its XDG variable nor HOME names one: without a home nothing is kept, rather than in
/// the root folder. Source: https://specifications.freedesktop.org/basedir-spec/latest/
struct UserPaths {
  let configuration: String?
  /// The file of settings, whether or not it is there.
  var settings: String? { configuration.map { $0 + "/config" } }
  let state: String?
  let cache: String?
  /// Why a folder is nil that is.
  let reason: String

  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    let home = environment["HOME"] ?? ""
    let isHome = home.hasPrefix("/") && home.contains { $0 != "/" }
    reason = home.isEmpty ? "HOME is not set" : "HOME is \(home.printable)"
    func folder(_ variable: String, _ fallback: String) -> String? {
      // The specification ignores relative paths.
      if let base = environment[variable], base.hasPrefix("/") { return base + "/fqvit" }
      return isHome ? home + "/" + fallback + "/fqvit" : nil
    }
    configuration = folder("XDG_CONFIG_HOME", ".config")
    state = folder("XDG_STATE_HOME", ".local/state")
    cache = folder("XDG_CACHE_HOME", ".cache")
  }

  /// What to say of one of the folders: its path, and whether anything can be kept there.
  func description(of folder: String?) -> String {
    guard let folder else { return "none: \(reason)" }
    return Self.isWritable(folder) ? folder.printable : "\(folder.printable) (cannot be written: nothing is kept there)"
  }

  /// Whether the folder, or the nearest one above it that is there, can be written.
  private static func isWritable(_ folder: String) -> Bool {
    var path = folder
    while !FileManager.default.fileExists(atPath: path) {
      guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return access("/", W_OK) == 0 }
      path = String(path[..<slash])
    }
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
      && access(path, W_OK) == 0
  }
}
