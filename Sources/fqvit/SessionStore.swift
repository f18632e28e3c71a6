import Foundation
import Tensors
import Workbench

/// Where sessions ended, in `$XDG_STATE_HOME/fqvit`: the last of all, the last on each checkpoint, and the last log.
///
/// What cannot be read or written only costs the way back, so failures are silent by design.
struct SessionStore: Sendable {
  let folder: String

  private var lastPath: String { folder + "/session.json" }
  var logPath: String { folder + "/session.log" }

  private func path(checkpointDigest: String) -> String { folder + "/sessions/\(checkpointDigest.prefix(16)).json" }

  /// The last session of all.
  func loadLast() -> SavedSession? { Self.load(lastPath) }

  /// The last session on a checkpoint.
  func load(checkpointDigest: String) -> SavedSession? {
    Self.load(path(checkpointDigest: checkpointDigest)).flatMap {
      $0.checkpointDigest == checkpointDigest ? $0 : nil
    }
  }

  func save(_ session: SavedSession, log: String) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(session) else { return }
    try? FileManager.default.createDirectory(atPath: folder + "/sessions", withIntermediateDirectories: true)
    try? AtomicFile.write(Array(data), to: lastPath)
    try? AtomicFile.write(Array(data), to: path(checkpointDigest: session.checkpointDigest))
    try? AtomicFile.write(log, to: logPath)
  }

  private static func load(_ path: String) -> SavedSession? {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)),
      let session = try? JSONDecoder().decode(SavedSession.self, from: data), session.isKnown
    else { return nil }
    return session
  }
}
