import TensorFiles
import Tensors
import TestSupport
import Testing

@Suite struct NumPyArchiveTests {
  private func open(_ arrays: [String: [UInt8]]) throws -> NumPyArchive {
    let builder = ZipBuilder(arrays.sorted { $0.key < $1.key }.map { .init(name: $0.key + ".npy", bytes: $0.value) })
    return try NumPyArchive(RegularFile(holding: builder.bytes), path: "f.npz")
  }

  private func expect(
    _ array: [UInt8], _ problem: NumPyProblem, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = TensorFileError.numPy(file: "f.npz", entry: "a.npy", problem: problem)
    #expect(throws: error, sourceLocation: sourceLocation) { try open(["a": array]) }
    #expect(!error.description.contains("\n"), sourceLocation: sourceLocation)
  }

  private func expect(
    header: String, _ problem: NumPyProblem, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expect(NumPyBuilder.array(header: header, [0, 0, 0, 0]), problem, sourceLocation: sourceLocation)
  }

  @Test func whatNumPyWrites() throws {
    let bytes = PythonSamples.bytes(PythonSamples.archive)
    let archive = try NumPyArchive(RegularFile(holding: bytes), path: "f.npz")
    #expect(archive.names == ["a/kernel", "codes", "fortran", "half", "none", "scalar"])
    #expect(
      try archive.tensor("a/kernel") == Tensor(shape: Shape([3, 4]), elements: (0..<12).map { Float($0) }))
    #expect(try archive.tensor("fortran") == Tensor(shape: Shape([2, 3]), elements: [0, 1, 2, 3, 4, 5]))
    #expect(try archive.tensor("half").elements == [1.5, -2])
    #expect(try archive.tensor("scalar") == Tensor(shape: Shape([]), elements: [3]))
    #expect(try archive.tensor("none").shape == Shape([0, 3]))
    #expect(try archive.integers("codes") == [-1, 300])
    #expect(archive.elementType(of: "codes") == .signed16 && archive.shape(of: "other") == nil)
    var seen: [UInt8] = []
    var names: [String] = []
    try archive.readTensors(where: { $0 != "codes" }, observing: { seen += $0 }) { name, _ in names.append(name) }
    #expect(seen == bytes)
    #expect(names == ["a/kernel", "fortran", "half", "scalar", "none"])
    #expect(throws: TensorFileError.tensor(file: "f.npz", tensor: "codes", problem: .notFloatingPoint(.signed16))) {
      try archive.readTensors(observing: { _ in }) { _, _ in }
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt8])
  func everyVersion(version: UInt8) throws {
    let array = NumPyBuilder.array(shape: "(2L,)", [Float(1), 2].littleEndianBytes, version: version)
    #expect(try open(["a": array]).tensor("a").elements == [1, 2])
  }

  @Test func everyElementType() throws {
    for (description, bytes, expected) in [
      ("'|u1'", [200], [200]), ("'|i1'", [200], [-56]), ("'|b1'", [1], [1]), ("'<u2'", [1, 2], [513]),
      ("'>i4'", [0, 0, 1, 0], [256]), ("'<u4'", [7, 0, 0, 0], [7]), ("'>u8'", [0, 0, 0, 0, 0, 0, 0, 9], [9]),
      ("\"<i8\"", [255, 255, 255, 255, 255, 255, 255, 255], [-1]),
    ] as [(String, [UInt8], [Int32])] {
      #expect(try open(["a": NumPyBuilder.array(description, shape: "(1,)", bytes)]).integers("a") == expected)
    }
    // How JAX's programs save BF16.
    #expect(
      try open(["a": NumPyBuilder.array("'|V2'", shape: "()", [0x80, 0x3F])]).tensor("a").elements == [1])
  }

  @Test func columnsFirst() throws {
    let values = (0..<24).map { Float($0) }
    let array = NumPyBuilder.array(order: "True", shape: "(2, 3, 4)", values.littleEndianBytes)
    let tensor = try open(["a": array]).tensor("a")
    for i in 0..<2 {
      for j in 0..<3 {
        for k in 0..<4 { #expect(tensor.elements[(i * 3 + j) * 4 + k] == Float(i + 2 * (j + 3 * k))) }
      }
    }
  }

  @Test func objectsAreRefused() {
    expect(NumPyBuilder.array("'|O'", shape: "(1,)", PickleBuilder.build { $0.codes("cos\nsystem\n)R") }), .objects)
    expect(NumPyBuilder.array("'<U5'", shape: "(1,)", []), .unknownElementType("<U5"))
    expect(NumPyBuilder.array("[('a', '<f4')]", shape: "(1,)", []), .unknownElementType("record"))
    expect(NumPyBuilder.array("'<c8'", shape: "(1,)", []), .unknownElementType("<c8"))
    expect(NumPyBuilder.array("''", shape: "(1,)", []), .unknownElementType(""))
  }

  @Test func shapesThatCannotBe() {
    expect(NumPyBuilder.array(shape: "(4294967296, 4294967296)", []), .shapeOverflow)
    expect(NumPyBuilder.array(shape: "(4611686018427387904,)", []), .shapeOverflow)
    expect(NumPyBuilder.array(shape: "(99999999999999999999,)", []), .shapeOverflow)
    expect(NumPyBuilder.array(shape: "(0, 4294967296, 4294967296)", []), .shapeOverflow)
    expect(NumPyBuilder.array(shape: "(2,)", [0, 0, 0, 0]), .byteCount(expected: 8, found: 4))
    expect(NumPyBuilder.array(shape: "(0,)", [0, 0, 0, 0]), .byteCount(expected: 0, found: 4))
    let many = String(repeating: "1,", count: 65)
    expect(NumPyBuilder.array(shape: "(\(many))", []), .badHeader)
  }

  @Test(arguments: [
    "", "{", "{}", "[]", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': False, 'shape': (1)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)", "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': [1]}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}",
    "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} + 1", "{'descr': __import__('os'), }",
    "{'descr': '<f4\\'', 'fortran_order': False, 'shape': (1,)}",
    "{'descr': '<f4' 'fortran_order': False, 'shape': (1,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1 2)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,,2)}",
  ])
  func headersThatAreNone(header: String) { expect(header: header, .badHeader) }

  @Test func arraysThatAreNone() {
    expect([], .notAnArray)
    expect(Array("not an array of NumPy".utf8), .notAnArray)
    expect([0x93] + Array("NUMPY".utf8) + [4, 0, 1, 0, 0, 0], .unknownVersion(major: 4, minor: 0))
    expect(
      [0x93] + Array("NUMPY".utf8) + [2, 0, 255, 255, 255, 255],
      .headerTooLong(byteCount: 0xFFFF_FFFF, limit: 1 << 16))
    expect([0x93] + Array("NUMPY".utf8) + [1, 0, 255, 0, 32, 32], .badHeader)
  }

  @Test func archivesWithoutArrays() throws {
    #expect(throws: TensorFileError.noTensors(file: "f.npz")) {
      try NumPyArchive(RegularFile(holding: ZipBuilder([.init(name: "x.txt", bytes: [])]).bytes), path: "f.npz")
    }
    #expect(throws: TensorFileError.empty(file: "f.npz")) {
      try NumPyArchive(RegularFile(holding: []), path: "f.npz")
    }
    #expect(throws: TensorFileError.otherFormat(file: "f.npz", .webPage)) {
      try NumPyArchive(RegularFile(holding: Array("<html>".utf8)), path: "f.npz")
    }
  }
}
