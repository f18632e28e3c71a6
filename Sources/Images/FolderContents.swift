import Foundation
import SystemPackage
import Texts

/// The visible files and folders in a folder, sorted by the bytes of their names.
struct FolderContents {
  /// Names of one component each.
  private(set) var files: [FilePath] = []
  private(set) var folders: [FilePath] = []
  /// Links to nothing, pipes and devices.
  private(set) var skipped: [SkippedImage] = []
  /// The same for every path that leads here.
  let identity: Identity

  struct Identity: Hashable {
    let device: UInt64
    let number: UInt64

    init(_ status: stat) {
      device = UInt64(status.st_dev)
      number = UInt64(status.st_ino)
    }
  }

  /// The folder at `path`, and every folder that it lies in.
  static func outer(of path: FilePath) -> Set<Identity> {
    var found: Set<Identity> = []
    var path = path
    // As deep as paths can be; the root is the folder that it lies in.
    for _ in 0..<Int(PATH_MAX) {
      var status = stat()
      guard path.withPlatformString({ stat($0, &status) }) == 0,
        found.insert(Identity(status)).inserted
      else { break }
      path = path.appending("..")
    }
    return found
  }

  var isEmpty: Bool { files.isEmpty && folders.isEmpty && skipped.isEmpty }

  /// What systems and archivers leave behind beside hidden files; nobody put it there as an image or a class.
  private static let systemNames: Set<String> = [
    "__MACOSX", "@eaDir", "$RECYCLE.BIN", "System Volume Information", "lost+found", "Thumbs.db", "desktop.ini",
  ]

  init(_ folder: FilePath) throws(ListingError) {
    guard let stream = folder.withPlatformString({ opendir($0) }) else {
      switch errno {
      case ENOENT: throw .folderMissing(folder: folder.printable)
      case ENOTDIR: throw .notAFolder(folder: folder.printable)
      default: throw .cannotReadFolder(folder: folder.printable, errorNumber: errno)
      }
    }
    defer { closedir(stream) }
    var status = stat()
    guard fstat(dirfd(stream), &status) == 0 else {
      throw .cannotReadFolder(folder: folder.printable, errorNumber: errno)
    }
    identity = Identity(status)
    var names: [(bytes: [UInt8], type: Int)] = []
    while let entry = readdir(stream) {
      let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      // Hidden files are the system's, among them "._photo.jpg" on disks that a Mac has seen.
      if bytes.first == UInt8(ascii: ".") || Self.systemNames.contains(String(decoding: bytes, as: UTF8.self)) { continue }
      names.append((bytes, Int(entry.pointee.d_type)))
      guard names.count <= FolderWalk.entryLimit else {
        throw .tooManyEntries(folder: folder.printable, limit: FolderWalk.entryLimit)
      }
    }
    names.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    for (bytes, type) in names {
      let name = FilePath(bytes: bytes)
      switch type {
      case Int(DT_DIR): folders.append(name)
      case Int(DT_REG): files.append(name)
      default: add(name, in: folder)
      }
    }
  }

  /// A link, a thing that is no file, or an entry of a file system that does not tell.
  private mutating func add(_ name: FilePath, in folder: FilePath) {
    let path = folder.pushing(name)
    switch FileKind(of: path) {
    case .folder: folders.append(name)
    case .file: files.append(name)
    case .unusable(let reason): skipped.append(SkippedImage(path: path, reason: reason))
    case .absent: break
    }
  }
}
