import Foundation
import Kernels

/// Times the hot kernels on one thread and holds their ratios against recorded ones. It informs: nothing fails.
///
///     swift run -c release KernelBenchmarks [--record] [--rounds N]
@main struct KernelBenchmarks {
  private var records = false
  private var rounds = 101

  static func main() throws {
    #if DEBUG
      print("a debug build measures nothing: swift run -c release KernelBenchmarks")
      exit(2)
    #else
      guard let benchmarks = KernelBenchmarks(arguments: CommandLine.arguments.dropFirst()) else {
        print("usage: KernelBenchmarks [--record] [--rounds N]")
        exit(2)
      }
      try benchmarks.run()
    #endif
  }

  /// Nil for what it does not know.
  private init?(arguments: ArraySlice<String>) {
    var rest = arguments
    while let argument = rest.popFirst() {
      if argument == "--record" {
        records = true
      } else if argument == "--rounds", let count = rest.popFirst().flatMap({ Int($0) }), count > 0 {
        rounds = count
      } else {
        return nil
      }
    }
  }

  private func run() throws {
    let instructionSet = OneDNN.instructionSet
    var baseline = try Baseline.load()
    let recorded = baseline.ratios[instructionSet]
    let rivals = try DeiTTiny.rivals()
    print("\(instructionSet), one thread, DeiT-Tiny's shapes, medians of \(rounds) alternating rounds")
    let timings = Timing.measure(rivals, rounds: rounds)

    var found: [String: Double] = [:]
    var changes: [String] = []
    for kind in Rival.Kind.allCases {
      print("\n" + Self.row(kind.rawValue, ["µs", "other µs", "ratio", "recorded"]))
      for (rival, timing) in zip(rivals, timings) where rival.kind == kind {
        let key = "\(kind): \(rival.name)"
        found[key] = (timing.ratio * 100).rounded() / 100
        let before = recorded?[key]
        print(
          Self.row(
            rival.name,
            [Self.fixed(timing.kernel, 1), Self.fixed(timing.other, 1), Self.fixed(timing.ratio, 2)]
              + [before.map { Self.fixed($0, 2) } ?? "–"]))
        guard let before else { continue }
        let change = timing.ratio / before - 1
        if abs(change) > Baseline.tolerance {
          changes.append("\(key): \(Self.fixed(before, 2)) to \(Self.fixed(timing.ratio, 2))")
        }
      }
    }

    print("")
    if recorded == nil {
      print("nothing is recorded for \(instructionSet)")
    } else if changes.isEmpty {
      print("no ratio differs from the recorded one by more than 20 %")
    } else {
      print("differs from the recorded ratio by more than 20 %:")
      for change in changes { print("  " + change) }
    }
    if records {
      baseline.ratios[instructionSet] = found
      try baseline.save()
      print("recorded for \(instructionSet)")
    }
  }

  private static func row(_ name: String, _ cells: [String]) -> String {
    let padded = cells.map { String(repeating: " ", count: max(0, 10 - $0.count)) + $0 }
    return name.padding(toLength: 58, withPad: " ", startingAt: 0) + padded.joined()
  }

  private static func fixed(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
}
