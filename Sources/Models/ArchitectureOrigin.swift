/// Who said which architecture a model has.
package enum ArchitectureOrigin: Sendable, Hashable {
  /// Its `config.json`.
  case configuration
  /// The user, by `--architecture`.
  case option
  /// The name of the file or folder, which only proposes it.
  case fileName(String)
}
