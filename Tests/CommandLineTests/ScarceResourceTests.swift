import Foundation
import TestSupport
import Testing

/// Where the system has not enough of something, the program ends in one line and exit code 1, and leaves nothing behind.
struct ScarceResourceTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  /// Runs a line of shell in the workplace, where `$fqvit` is the program.
  private func shell(_ line: String) throws -> Program.Outcome { try Program.shell(line, in: place.folder.url.path) }

  @Test func `Less memory than the program begins with is told at once`() throws {
    let before = place.listing
    // What the libraries take of it differs from system to system, so the limit is found by trying.
    var told = false
    for mebibytes in stride(from: 80, through: 400, by: 20) where !told {
      let outcome = try shell("ulimit -v \(mebibytes << 10); exec $fqvit evaluate model images")
      // The loader of libraries has its own words and code.
      if outcome.exitCode == 127 { continue }
      outcome.expectRefusal(exitCode: 1, naming: ["64 MiB of memory", "ulimit -v"])
      told = true
    }
    #expect(told)
    #expect(place.listing == before)
  }

  @Test(arguments: [10, 25, 50, 100, 200])
  func `Memory that gives out in the midst of work is told in one line`(more: Int) throws {
    // Beyond what the program begins with; each of the threads wants its own.
    let outcome = try shell(
      """
      least=$((100 << 10))
      while (ulimit -v $least; $fqvit info) > info 2>&1; [ $? != 0 ]; do least=$((least + (10 << 10))); done
      rm info
      ulimit -v $((least + (\(more) << 10)))
      exec $fqvit evaluate model calibration --threads 64
      """)
    if outcome.exitCode == 0 {
      #expect(outcome.output.contains("top-1"))
    } else {
      outcome.expectRefusal(exitCode: 1, naming: ["memory"])
    }
  }

  @Test func `Where no thread can be had, the workbench says so and does not wait`() throws {
    let before = place.listing
    // Each thread would take a stack of three gigabytes, of which there is room for none.
    let outcome = try shell(
      "ulimit -s 3000000 && ulimit -v 3000000 && exec $fqvit model images --screenshot x.txt --no-cache")
    outcome.expectRefusal(exitCode: 1, naming: ["threads are needed", "ulimit -u"])
    #expect(place.listing == before)
  }

  @Test func `A limit on files ends an export in one line and leaves nothing`() throws {
    let before = place.listing
    // Blocks of 512 bytes.
    let outcome = try shell("ulimit -f 2; exec $fqvit export model images -o x.json --no-cache")
    outcome.expectRefusal(exitCode: 1, naming: ["x.json", "ulimit -f"])
    #expect(place.listing == before)
  }

  @Test func `Output beyond the limit on files is a failure`() throws {
    // Blocks of 512 bytes; the line about it fits in one.
    let outcome = try shell("ulimit -f 1; exec $fqvit evaluate model images --json --no-cache > out.json")
    outcome.expectRefusal(exitCode: 1, naming: ["standard output", "File too large"])
  }

  @Test func `Too few descriptors end in one line`() throws {
    // Long to read, so that two threads have a file open at the same time.
    for index in 0..<12 { #expect(truncate(place.path("images/image\(index).png"), 64 << 20) == 0) }
    let outcome = try shell("ulimit -n 4; exec $fqvit evaluate model images --no-cache --threads 4")
    outcome.expectRefusal(exitCode: 1, naming: ["oo many open files"])
  }

  @Test func `A file of a terabyte is left out at once`() throws {
    let path = place.path("images/image3.png")
    #expect(truncate(path, 1 << 40) == 0)
    let outcome = try place.run("evaluate", "model", "images", "--no-cache")
    #expect(outcome.exitCode == 0, "\(outcome.errorOutput)")
    #expect(outcome.output.contains("(1 skipped)"))
    #expect(outcome.output.contains("image3.png has 1048576 MiB, above the limit of 256 MiB for an image"))
  }
}
