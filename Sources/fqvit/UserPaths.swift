import Foundation

/// Where the program keeps its files: the XDG folders.
struct UserPaths {
  let configuration: String
  /// The file of settings, whether or not it is there.
  var settings: String { configuration + "/config" }
  let state: String
  let cache: String

  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    let home = environment["HOME"] ?? "/"
    func folder(_ variable: String, _ fallback: String) -> String {
      // The XDG specification ignores relative paths.
      let base = environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home + "/" + fallback
      return base + "/fqvit"
    }
    configuration = folder("XDG_CONFIG_HOME", ".config")
    state = folder("XDG_STATE_HOME", ".local/state")
    cache = folder("XDG_CACHE_HOME", ".cache")
  }
}
