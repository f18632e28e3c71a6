/// What stands at a path that a file is to be written to.
package enum PathFinding: Hashable, Sendable {
  case free
  case fileExists
  /// Why nothing can be written there.
  case problem(String)
}
