/// The short text that git leaves in the place of a large file where git-lfs did not fetch it.
///
/// Format: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
package enum GitLFSPointer {
  /// As many of a file's first bytes as `matches` looks at.
  package static let prefixByteCount = 64

  /// What to say of such a file, after its name.
  package static let explanation =
    "is a git-lfs pointer, not the file it stands for; run 'git lfs pull' in its folder, or download the file itself"

  /// Whether a file that begins with `bytes` is a pointer.
  package static func matches(_ bytes: some Sequence<UInt8>) -> Bool { bytes.starts(with: marker) }

  private static let marker = Array("version https://git-lfs.github.com/spec/".utf8)
}
