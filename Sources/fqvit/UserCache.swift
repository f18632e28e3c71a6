import Evaluation

/// The user's cache, within the bound that the settings give it; nil without a home.
enum UserCache {
  static func folder() throws(Failure) -> CacheFolder? {
    let paths = UserPaths()
    guard let path = paths.cache else { return nil }
    let settings = try UserSettings(path: paths.settings)
    return CacheFolder(path: path, byteLimit: settings.cacheMebibytes.map { $0 << 20 } ?? CacheFolder.defaultByteLimit)
  }
}
