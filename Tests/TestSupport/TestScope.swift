import Foundation

/// How much of a check runs: the default suite ends within minutes, `FQVIT_TESTS=all` leaves nothing out.
package enum TestScope {
  package static let isAll = ProcessInfo.processInfo.environment["FQVIT_TESTS"] == "all"

  /// `all` where everything runs, else `some`, which must be among them.
  package static func arguments<Value: Equatable>(_ all: [Value], some: (Value) -> Bool) -> [Value] {
    let chosen = all.filter(some)
    precondition(!chosen.isEmpty, "the default suite leaves no check out altogether")
    return isAll ? all : chosen
  }

  /// Repetitions of a seeded property: `all` where everything runs.
  package static func count(_ some: Int, all: Int) -> Int { isAll ? all : some }
}
