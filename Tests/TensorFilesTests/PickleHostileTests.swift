import TensorFiles
import Testing

/// Nothing in a pickle is looked up or run, and no pickle takes more than its length in time and memory.
@Suite struct PickleHostileTests {
  private func expect(
    _ bytes: [UInt8], _ problem: PickleProblem, limits: PickleLimits = PickleLimits(),
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = TensorFileError.pickle(file: "file", entry: "pickle", problem: problem)
    #expect(throws: error, sourceLocation: sourceLocation) {
      try Pickle(bytes, path: "file", entry: "pickle", limits: limits)
    }
    #expect(!error.description.contains("\n"), sourceLocation: sourceLocation)
  }

  private func expect(
    _ problem: PickleProblem, limits: PickleLimits = PickleLimits(), sourceLocation: SourceLocation = #_sourceLocation,
    _ body: (inout PickleBuilder) -> Void
  ) {
    expect(PickleBuilder.build(body), problem, limits: limits, sourceLocation: sourceLocation)
  }

  @Test func callsOfThePrograms() {
    expect(.foreign("os.system")) { $0.codes("cos\nsystem\n(S'echo hi'\ntR") }
    expect(.foreign("os.system")) { $0.codes("(S'echo hi'\nios\nsystem\n") }
    expect(.foreign("os.system")) { $0.codes("(cos\nsystem\nS'echo hi'\no") }
    expect(.foreign("builtins.eval")) { builder in
      builder.text("builtins")
      builder.text("eval")
      builder.raw([0x93])
    }
    expect(.foreign("builtins.getattr")) { $0.codes("cbuiltins\ngetattr\n") }
    expect(.foreign("torch.storage._load_from_bytes")) { $0.global("torch.storage", "_load_from_bytes") }
    expect(.foreign("torch.ComplexFloatStorage")) { $0.global("torch", "ComplexFloatStorage") }
    expect(.foreign("a\u{1B}.b")) { $0.global("a\u{1B}", "b") }
    #expect(
      TensorFileError.pickle(file: "f.pth", entry: "data.pkl", problem: .foreign("os\u{1B}.system")).description
        == "f.pth: data.pkl needs os\\u{1B}.system, which this program does not build; nothing of the file was run: convert it to safetensors where you trust it"
    )
  }

  @Test func extensionsAndBuffersOutside() {
    expect(.extensionCode(3)) { $0.raw([0x82, 3]) }
    expect(.extensionCode(0x0203)) { $0.raw([0x83, 3, 2]) }
    expect(.extensionCode(0x7F00_0001)) { $0.raw([0x84, 1, 0, 0, 0x7F]) }
    expect(.outOfBand) { $0.raw([0x97]) }
  }

  @Test func whatIsNotCallable() {
    expect(.malformed) { $0.codes("N)R") }
    expect(.malformed) { $0.codes("cbuiltins\nset\n]R") }
    expect(.malformed) { $0.codes("cargparse\nNamespace\n)R)R") }
    expect(.wrongArguments("torch.FloatStorage")) { $0.codes("ctorch\nFloatStorage\n)R") }
    expect(.wrongArguments("torch._utils._rebuild_tensor_v2")) { $0.codes("ctorch._utils\n_rebuild_tensor_v2\n)R") }
    expect(.wrongArguments("torch._utils._rebuild_parameter")) {
      $0.codes("ctorch._utils\n_rebuild_parameter\n(I1\nNNtR")
    }
    expect(.wrongArguments("copyreg._reconstructor")) {
      $0.codes("ccopyreg\n_reconstructor\n(ctorch\nFloatStorage\ncbuiltins\nobject\nNtR")
    }
    // A function that rebuilds by another that does so by another, and so on.
    expect(.wrongArguments("torch._tensor._rebuild_from_type_v2")) { builder in
      builder.codes("ctorch._tensor\n_rebuild_from_type_v2\n")
      builder.put(0)
      builder.codes("(")
      builder.get(0)
      builder.codes("ctorch\nTensor\n)NtR")
    }
  }

  @Test func stateOfForeignObjects() {
    expect(.malformed) { $0.codes("]}b") }
    expect(.malformed) { $0.codes("I1\n}b") }
    expect(.malformed) { $0.codes("ctorch\nFloatStorage\n}b") }
  }

  @Test func takingFromAnEmptyStack() {
    for opcodes in [
      "", "0", "1", "2", "a", "e", "u", "s", "t", "l", "d", "R", "o", "b", "Q", "q\u{0}", "(a", "(0", "](a", "N(2",
    ] {
      let bytes = PickleBuilder.build { $0.codes(opcodes) }
      #expect(throws: TensorFileError.self, "\(opcodes)") { try Pickle(bytes, path: "file", entry: "pickle") }
    }
    expect(.malformed) { $0.codes("NNa") }
    expect(.malformed) { $0.codes("}(Nu") }
    expect(.memoMissing(7)) { $0.get(7) }
    expect(.memoMissing(7)) { $0.codes("g7\n") }
    expect(.badNumber("-1")) { $0.codes("g-1\n") }
  }

  @Test func hugeCounts() {
    for head: [UInt8] in [
      [UInt8(ascii: "X"), 0xFF, 0xFF, 0xFF, 0xFF], [UInt8(ascii: "B"), 0xFF, 0xFF, 0xFF, 0x7F],
      [0x8D] + UInt64.max.littleEndianBytes, [0x8E] + UInt64(1 << 62).littleEndianBytes,
      [0x96] + UInt64(1 << 40).littleEndianBytes, [0x95] + UInt64(1 << 40).littleEndianBytes,
      [UInt8(ascii: "T"), 0xFF, 0xFF, 0xFF, 0xFF],
    ] { expect(.endsEarly) { $0.raw(head) } }
    expect(.integerTooWide(byteCount: 0xFFFF_FFFF, limit: 1024)) { $0.raw([0x8B, 0xFF, 0xFF, 0xFF, 0xFF]) }
    expect(.tooLong) { $0.codes("L" + String(repeating: "9", count: 2000) + "\n") }
  }

  @Test func numbersThatAreNone() {
    expect(.badNumber("x")) { $0.codes("Ix\n") }
    expect(.badNumber("")) { $0.codes("I\n") }
    expect(.badNumber("1e")) { $0.codes("F1e\n") }
    expect(.unknownProtocol(6)) { $0.raw([0x80, 6]) }
    expect(.unknownOpcode(0xFF)) { $0.raw([0xFF]) }
  }

  @Test func keysThatAreContainers() {
    expect(.keyNotHashable) { $0.codes("}]Ns") }
    expect(.keyNotHashable) { $0.codes("}}Ns") }
  }

  /// Each level is a number, not a call.
  @Test func deepNesting() throws {
    let depth = 300_000
    let bytes = PickleBuilder.build { builder in
      builder.codes(String(repeating: "]", count: depth) + String(repeating: "a", count: depth - 1))
    }
    let pickle = try Pickle(bytes, path: "file", entry: "pickle")
    #expect(pickle.sequences.count == depth)
    expect(.tooDeep(limit: 10_000)) { $0.codes(String(repeating: "(", count: 10_001)) }
    expect(.tooDeep(limit: 1_000_000)) { $0.codes(String(repeating: "N", count: 1_000_001)) }
  }

  /// A billion laughs: each list holds the one before ten times, which is ten numbers.
  @Test func manyReferencesToTheSame() throws {
    let bytes = PickleBuilder.build { builder in
      builder.code("]")
      for level in 0..<200 as Range<UInt8> {
        builder.put(level)
        builder.codes("0](")
        for _ in 0..<10 { builder.get(level) }
        builder.code("e")
      }
    }
    let pickle = try Pickle(bytes, path: "file", entry: "pickle")
    #expect(pickle.sequences.count == 201)
    // Tuples too, which other readers compare by all that is in them.
    let tuples = PickleBuilder.build { builder in
      builder.codes("}N")
      for _ in 0..<1000 { builder.raw([UInt8(ascii: "2"), 0x86]) }
      builder.codes("Ns")
    }
    let dictionary = try Pickle(tuples, path: "file", entry: "pickle")
    #expect(dictionary.dictionary(dictionary.root)?.count == 1)
  }

  @Test func moreObjectsThanAnyCheckpointHas() {
    expect(.tooManyObjects(limit: 2_000_000)) { $0.codes(String(repeating: "]0", count: 2_000_001)) }
    var limits = PickleLimits()
    limits.objectCount = 100
    expect(.tooManyObjects(limit: 100), limits: limits) { $0.codes("]" + String(repeating: "Na", count: 101)) }
    // A copy of a list costs as much as the list, though it takes some bytes only.
    expect(.tooManyObjects(limit: 2_000_000)) { builder in
      builder.codes("](" + String(repeating: "N", count: 100_000) + "e")
      builder.put(0)
      for _ in 0..<25 {
        builder.codes("0cbuiltins\nlist\n")
        builder.get(0)
        builder.raw([0x85, UInt8(ascii: "R")])
      }
    }
  }

  @Test func moreMemosThanAnyCheckpointHas() {
    var limits = PickleLimits()
    limits.memoCount = 1000
    expect(.tooManyMemos(limit: 1000), limits: limits) { builder in
      builder.code("N")
      for _ in 0..<1001 { builder.raw([0x94]) }
    }
    // The index says nothing about how many there are.
    #expect(throws: Never.self) {
      try Pickle(
        PickleBuilder.build { builder in
          builder.code("N")
          builder.raw([UInt8(ascii: "r"), 0xFF, 0xFF, 0xFF, 0xFF])
          builder.codes("p9223372036854775807\n")
        }, path: "file", entry: "pickle")
    }
  }

  /// A long text costs its length each time that it is a key, or is encoded, though a reference has two bytes.
  @Test func longTextsUsedAgainAndAgain() {
    let text = String(repeating: "k", count: 1 << 20)
    expect(.tooLong) { builder in
      builder.text(text)
      builder.put(0)
      builder.code("}")
      for _ in 0..<100 {
        builder.get(0)
        builder.codes("Ns")
      }
    }
    expect(.tooLong) { builder in
      builder.text(text)
      builder.put(0)
      for _ in 0..<100 {
        builder.codes("c_codecs\nencode\n")
        builder.get(0)
        builder.raw([0x85, UInt8(ascii: "R")])
      }
    }
    expect(.malformed) { builder in
      builder.text(text)
      builder.text("x")
      builder.raw([0x93])
    }
  }

  @Test func cutAnywhere() {
    for sample in PythonSamples.pickles {
      let bytes = PythonSamples.bytes(sample)
      for end in bytes.indices {
        #expect(throws: TensorFileError.self, "\(end)") {
          try Pickle(Array(bytes[..<end]), path: "file", entry: "pickle")
        }
      }
    }
  }

  @Test func longerThanAnyTable() {
    var limits = PickleLimits()
    limits.byteCount = 10
    expect(PickleBuilder.build { $0.codes("]" + String(repeating: "Na", count: 10)) }, .tooLong, limits: limits)
  }
}
