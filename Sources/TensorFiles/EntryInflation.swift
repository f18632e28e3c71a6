/// The inflating of one zip entry into memory of a known size, which it must fill exactly.
struct EntryInflation {
  private let inflater = Inflater()
  private let entry: ZipEntry
  /// Lent by the caller for as long as this value lives; only its first bytes up to `produced` are initialized.
  private let target: UnsafeMutableRawBufferPointer
  private var produced = 0
  private var hasEnded = false

  /// - Parameter target: has room for the entry's bytes or for the first of them.
  init(of entry: ZipEntry, into target: UnsafeMutableRawBufferPointer) {
    self.entry = entry
    self.target = target
  }

  private var isWhole: Bool { target.count == entry.byteCount }

  /// Whether only the first bytes were asked for and are there.
  var isSatisfied: Bool { !isWhole && produced == target.count }

  /// Takes the next bytes of the stream; what is wrong with it, if anything.
  mutating func take(_ input: UnsafeRawBufferPointer) -> ZipEntryProblem? {
    var rest = UnsafeRawBufferPointer(rebasing: input[...])
    while !rest.isEmpty, !isSatisfied {
      guard !hasEnded else { return .damaged }
      switch step(rest) {
      case .wentOn(let consumed): rest = UnsafeRawBufferPointer(rebasing: rest[consumed...])
      case .stuck: return .damaged
      case .problem(let problem): return problem
      }
    }
    return nil
  }

  /// What is wrong with a stream that is over.
  mutating func finish() -> ZipEntryProblem? {
    // zlib may hold back the last bits until there is room for what they do not mean.
    draining: while !hasEnded, !isSatisfied {
      switch step(UnsafeRawBufferPointer(start: nil, count: 0)) {
      case .wentOn: continue
      case .stuck: break draining
      case .problem(let problem): return problem
      }
    }
    return produced == target.count && (hasEnded || !isWhole)
      ? nil : .inflatesOtherwise(announced: entry.byteCount)
  }

  private enum Step {
    case wentOn(consumed: Int)
    case stuck
    case problem(ZipEntryProblem)
  }

  private mutating func step(_ input: UnsafeRawBufferPointer) -> Step {
    let room = UnsafeMutableRawBufferPointer(rebasing: target[produced...])
    let result: (outcome: Inflater.Outcome, consumed: Int, produced: Int)
    if room.isEmpty {
      // The stream's end is still to come, but no byte before it.
      var spare: UInt8 = 0
      result = withUnsafeMutableBytes(of: &spare) { inflater.run(input, into: $0) }
      guard result.produced == 0 else { return .problem(.inflatesOtherwise(announced: entry.byteCount)) }
    } else {
      result = inflater.run(input, into: room)
      produced += result.produced
    }
    switch result.outcome {
    case .damaged: return .problem(.damaged)
    case .ended: hasEnded = true
    case .goesOn: if result.consumed == 0, result.produced == 0 { return .stuck }
    }
    return .wentOn(consumed: result.consumed)
  }
}
