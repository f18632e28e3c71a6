import CLastWords

/// What the program says where memory gives out in the midst of work; the one user of its C header.
enum LastWords {
  /// Call it once, first of all.
  static func prepare() {
    clastwords_prepare(
      "fqvit: out of memory; free some, raise the limit (ulimit -v), or take fewer threads (--threads)\n")
  }
}
