/// Writes a file so that readers see the old one or the whole new one, never a part.
///
/// A file that is there is replaced as an editor would: its permissions stay, and its owner and group as far as this
/// user may give files away; a read-only one is refused; behind a symbolic link the file that it leads to is replaced,
/// and the link stays. Another hard link to the old file keeps the old content. A new file gets what the umask leaves.
package enum AtomicFile {
  /// Writes `bytes` to `path` by way of a temporary file in the same folder, which is removed if anything fails.
  ///
  /// Holds against a crash of the program, not of the system: nothing is flushed to the disk.
  package static func write(_ bytes: [UInt8], to path: String) throws(AtomicFileError) {
    try write([bytes], to: path)
  }

  package static func write(_ text: String, to path: String) throws(AtomicFileError) {
    try write([Array(text.utf8)], to: path)
  }

  /// Throws where `write` to `path` would fail already for its name or its folder, so that long work is not done in
  /// vain.
  package static func check(_ path: String) throws(AtomicFileError) {
    let temporary = try TemporaryFile(beside: try AtomicFileTarget(path))
    temporary.remove()
  }

  /// Writes the parts one after the other, so that a large file need not be joined in memory first.
  package static func write(_ parts: [[UInt8]], to path: String) throws(AtomicFileError) {
    let temporary = try TemporaryFile(beside: try AtomicFileTarget(path))
    do throws(AtomicFileError) {
      for part in parts { try temporary.write(part) }
      try temporary.move()
    } catch {
      temporary.remove()
      throw error
    }
  }
}
