import TensorFiles
import Testing

@Suite struct PickleTests {
  private func pickle(_ bytes: [UInt8]) throws -> Pickle { try Pickle(bytes, path: "file", entry: "pickle") }

  @Test(arguments: 0...5)
  func everyProtocolOfPython(version: Int) throws {
    let pickle = try pickle(PythonSamples.bytes(PythonSamples.pickles[version]))
    let root = try #require(pickle.dictionary(pickle.root))
    func value(_ key: String) throws -> PickleValue { try #require(root[.string(key)], "\(key)") }
    func elements(_ key: String) throws -> [PickleValue] { try #require(pickle.elements(of: try value(key)), "\(key)") }

    #expect(try value("none") == .none)
    #expect(try value("yes") == .boolean(true))
    #expect(try value("no") == .boolean(false))
    #expect(try value("small") == .integer(7))
    #expect(try value("negative") == .integer(-3))
    #expect(try pickle.object(value("wide")) == .wideInteger(1 << 70))
    #expect(try pickle.object(value("huge")) == .wideInteger(nil))
    #expect(try value("real") == .float(-1.5))
    #expect(try value("text") == .string("ü\n€😀\\"))
    #expect(try value("bytes") == .bytes([0, 255]))
    #expect(try value("array") == .bytes([97, 98]))
    #expect(try elements("list")[0] == .integer(1))
    #expect(try pickle.elements(of: elements("list")[1]) == [.integer(2)])
    #expect(try elements("tuple") == [1, 2, 3, 4].map { .integer($0) })
    #expect(try elements("set") == [.integer(5)])
    #expect(try elements("frozen") == [.integer(6)])
    let ordered = try #require(pickle.dictionary(value("ordered")))
    #expect(ordered.keys == [.string("b"), .string("a")] && ordered.values == [.integer(1), .integer(2)])
    #expect(try pickle.dictionary(value("default"))?.count == 1)
    #expect(try pickle.object(value("settings")) == .standIn("argparse.Namespace"))
    #expect(try pickle.object(value("path")) == .standIn("pathlib.PosixPath"))
    for key in ["scalar", "numbers"] {
      guard case .standIn = try pickle.object(value(key)) else { throw Missing(name: key) }
    }
    // Twice the same list is one list, and a list in itself points back.
    #expect(try elements("shared")[0] == elements("shared")[1])
    #expect(try elements("cycle") == [value("cycle")])
  }

  struct Missing: Error { let name: String }

  /// As Python 2 wrote them.
  @Test func stringsOfPython2() throws {
    let pickle = try pickle(
      PickleBuilder.build(version: nil) { builder in
        builder.codes("(S'it\\'s\\n\\x41\\\\'\n")
        builder.codes("U\u{3}abc")
        builder.raw([UInt8(ascii: "T"), 2, 0, 0, 0, 0xFF, 0xFE])
        builder.codes("I01\nL-12L\nF2.5\nl")
      })
    #expect(
      pickle.elements(of: pickle.root) == [
        .string("it's\nA\\"), .string("abc"), .bytes([0xFF, 0xFE]), .boolean(true), .integer(-12), .float(2.5),
      ])
  }

  @Test func aKeyThatComesAgainKeepsItsPlace() throws {
    let pickle = try pickle(
      PickleBuilder.build { builder in
        builder.codes("}(")
        for (key, value) in [("a", 1), ("b", 2), ("a", 3)] {
          builder.text(key)
          builder.integer(value)
        }
        builder.code("u")
      })
    let dictionary = try #require(pickle.dictionary(pickle.root))
    #expect(dictionary.keys == [.string("a"), .string("b")])
    #expect(dictionary.values == [.integer(3), .integer(2)])
  }

  @Test func persistentNamesAreKept() throws {
    let pickle = try pickle(PickleBuilder.build { $0.codes("Pelsewhere\n") })
    #expect(pickle.object(pickle.root) == .persistentID(.string("elsewhere")))
  }

  /// A dictionary's attributes, which state_dict() gives its own, do not change what is in it.
  @Test func stateOfKnownObjectsIsDropped() throws {
    let pickle = try pickle(
      PickleBuilder.build { builder in
        builder.global("collections", "OrderedDict")
        builder.codes(")R")
        builder.dictionary(["_metadata"]) { builder, _ in builder.code("N") }
        builder.code("b")
      })
    #expect(pickle.dictionary(pickle.root)?.count == 0)
  }

  @Test func settingsAreCarriedAndNeverLookedInto() throws {
    let pickle = try pickle(
      PickleBuilder.build { builder in
        builder.global("yacs.config", "CfgNode")
        builder.raw([UInt8(ascii: ")"), 0x81, UInt8(ascii: "(")])
        builder.text("lr")
        builder.codes("NuNb")
      })
    #expect(pickle.object(pickle.root) == .standIn("yacs.config.CfgNode"))
  }
}
