import Foundation
import Tensors
import Texts

/// A model in the cache of the hub's client: `models--ORG--NAME` with `refs`, `blobs`, and `snapshots/REVISION` of links.
///
/// Layout: the documentation of huggingface_hub, "Understand caching".
struct HubCache {
  static let prefix = "models--"
  private static let snapshotsName = "snapshots"
  /// A revision is 40 digits, a branch's name may be longer.
  private static let referenceByteLimit = 256

  /// `ORG/NAME`, as the hub has it.
  let name: String
  /// The folder whose files are the model's.
  let snapshotPath: String

  /// The snapshot that is meant by the folder of a model, or by its `snapshots`; nil where `contents` is neither.
  init?(_ contents: ModelFolderContents) throws(ModelError) {
    let path: String
    if contents.contains(Self.snapshotsName), !contents.contains(ModelFolderContents.configurationName) {
      path = contents.path
    } else if contents.lastName == Self.snapshotsName, Self.name(ofModelFolder: contents.absolutePath(up: 1)) != nil {
      path = contents.absolutePath(up: 1)
    } else {
      return nil
    }
    let folder = try ModelFolderContents(path: path)
    let snapshots = try ModelFolderContents(path: folder.file(Self.snapshotsName))
    let revision = try Self.revision(in: folder, snapshots: snapshots.names.filter { !$0.hasPrefix(".") })
    snapshotPath = snapshots.file(revision)
    name = Self.name(ofModelFolder: folder.absolutePath(up: 0)) ?? folder.lastName
  }

  /// `ORG/NAME` for a snapshot's own folder; nil for any other.
  static func name(ofSnapshot contents: ModelFolderContents) -> String? {
    guard contents.absolutePath(up: 1).hasSuffix("/" + snapshotsName) else { return nil }
    return name(ofModelFolder: contents.absolutePath(up: 2))
  }

  /// The names of the models in a folder that holds several of them.
  static func models(in contents: ModelFolderContents) -> [String] { contents.names.filter { $0.hasPrefix(prefix) } }

  private static func name(ofModelFolder path: String) -> String? {
    let last = path.split(separator: "/").last.map(String.init) ?? ""
    guard last.hasPrefix(prefix), last.count > prefix.count else { return nil }
    return String(last.dropFirst(prefix.count)).replacing("--", with: "/")
  }

  /// What `refs/main` names; without it the only snapshot there is.
  private static func revision(
    in folder: ModelFolderContents, snapshots: [String]
  ) throws(ModelError) -> String {
    let reference = folder.file("refs/main")
    let bytes: [UInt8]
    do throws(RegularFile.Failure) {
      bytes = try RegularFile.bytes(of: reference, limit: referenceByteLimit)
    } catch {
      guard error == .missing else { throw .file(path: reference, error) }
      switch snapshots.count {
      case 0: throw .emptyCache(path: folder.path)
      case 1: return snapshots[0]
      default: throw .severalSnapshots(path: folder.path, names: snapshots)
      }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    let revision = text.trimmingCharacters(in: .whitespacesAndNewlines)
    // Only what stands in `snapshots` is meant, so no path leads elsewhere.
    guard snapshots.contains(revision) else {
      throw .missingSnapshot(path: reference, revision: revision, names: snapshots)
    }
    return revision
  }
}
