import Foundation

/// The libraries that read image files; another release may give other pixels, or read files that this one does not.
package enum ImageLibraries {
  private static let beginnings = ["libjpeg.so", "libpng16.so", "libwebp.so", "libgif.so", "libtiff.so"]

  /// The files as they are called behind their links, which their releases are part of: `libjpeg.so.62.3.0, …`.
  package static let names = files.map { ($0 as NSString).lastPathComponent }.joined(separator: ", ")

  /// Another for every build of any of the libraries: not each release has a number that a program can ask for.
  package static let identity = files.map { path in
    var status = stat()
    guard stat(path, &status) == 0 else { return path }
    return "\(path) \(status.st_size) \(status.st_mtim.tv_sec)"
  }.joined(separator: ", ")

  /// The files that the program has loaded; where one is part of the program, or called otherwise, the program itself.
  private static let files: [String] = {
    // Read to its end, since it has no size to go by.
    let bytes = try? FileHandle(forReadingAtPath: "/proc/self/maps")?.readToEnd()
    let maps = String(decoding: bytes ?? Data(), as: UTF8.self)
    let paths = Set(maps.split(separator: "\n").compactMap { line in line.firstIndex(of: "/").map { String(line[$0...]) } })
    let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "unknown"
    return beginnings.map { beginning in
      paths.sorted().first { ($0 as NSString).lastPathComponent.hasPrefix(beginning) } ?? program
    }
  }()
}
