import Foundation

/// Where the program keeps its files: the XDG folders. Without a home there are none, and nothing is kept.
struct UserPaths {
  let configuration: String?
  /// The file of settings, whether or not it is there.
  var settings: String? { configuration.map { $0 + "/config" } }
  let state: String?
  let cache: String?

  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    // The XDG specification ignores relative paths; a home that is none would put files wherever the program is called.
    func absolute(_ variable: String) -> String? { environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil } }
    let home = absolute("HOME")
    func folder(_ variable: String, _ fallback: String) -> String? {
      (absolute(variable) ?? home.map { $0 + "/" + fallback }).map { $0 + "/fqvit" }
    }
    configuration = folder("XDG_CONFIG_HOME", ".config")
    state = folder("XDG_STATE_HOME", ".local/state")
    cache = folder("XDG_CACHE_HOME", ".cache")
  }
}
