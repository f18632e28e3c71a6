import Foundation

/// The visible files and folders in a folder, sorted by name.
struct FolderContents {
  private(set) var files: [String] = []
  private(set) var folders: [String] = []

  var isEmpty: Bool { files.isEmpty && folders.isEmpty }

  init(_ folder: String) throws(ImageError) {
    guard let stream = opendir(folder) else {
      switch errno {
      case ENOENT: throw .folderMissing(folder: folder)
      case ENOTDIR: throw .notAFolder(folder: folder)
      default: throw .cannotRead(file: folder, errorNumber: errno)
      }
    }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let isFolder: Bool
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      // Hidden files are the system's, among them "._photo.jpg" on disks that a Mac has seen.
      if name.hasPrefix(".") { continue }
      switch Int(entry.pointee.d_type) {
      case Int(DT_DIR): isFolder = true
      case Int(DT_REG): isFolder = false
      default:
        // A link, or a file system that does not tell.
        var status = stat()
        isFolder = stat(folder + "/" + name, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      }
      if isFolder { folders.append(name) } else { files.append(name) }
    }
    files.sort()
    folders.sort()
  }

  /// The files that are JPEG or PNG by name.
  var imageFiles: [String] {
    files.filter { name in
      guard let dot = name.lastIndex(of: ".") else { return false }
      return ["jpg", "jpeg", "png"].contains(name[name.index(after: dot)...].lowercased())
    }
  }
}
