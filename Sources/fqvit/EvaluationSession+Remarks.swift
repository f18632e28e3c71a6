import Evaluation
import Texts

extension EvaluationSession {
  /// Says on standard error which files of the cache were damaged, each once.
  func showCacheRemarks() {
    for remark in takeCacheRemarks() { StandardError.write("fqvit: \(remark.printable(limit: 2_000))\n") }
  }
}
