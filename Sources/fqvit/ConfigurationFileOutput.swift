import Evaluation
import Texts

/// What a command says of the file that `--configuration` names.
struct ConfigurationFileOutput: Encodable {
  let path: String
  /// `verified`, `edited`, `unverified`, or `written` by hand.
  let state: String
  /// Of the content; nil where it was written by hand.
  let digest: String?
  /// Whether its numbers are used; false where options changed its choices, so that every row was calibrated anew.
  let isUsedWithItsNumbers: Bool

  init(_ file: ConfigurationFile, usesNumbers: Bool) {
    isUsedWithItsNumbers = usesNumbers
    path = file.path
    state = file.export?.state.rawValue ?? "written"
    digest = file.export?.digest
  }

  var text: String {
    let remark =
      switch state {
      case ConfigurationFile.State.edited.rawValue: ", edited since it was exported: its own figures do not hold"
      case ConfigurationFile.State.unverified.rawValue: ", unverified: schema version 1 does not tell whether numbers changed"
      case ConfigurationFile.State.verified.rawValue: ", as exported"
      default: ", written by hand"
      }
    let isReplaced = digest != nil && !isUsedWithItsNumbers
    return path.printable + remark + (isReplaced ? "; its numbers are not used: every row is calibrated anew" : "")
  }
}
