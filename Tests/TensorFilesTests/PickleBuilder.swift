/// Pickles opcode by opcode, sound ones and such as no program would write.
struct PickleBuilder {
  var bytes: [UInt8] = []

  init(version: UInt8? = 2) { if let version { bytes = [0x80, version] } }

  static func build(version: UInt8? = 2, _ body: (inout PickleBuilder) -> Void) -> [UInt8] {
    var builder = PickleBuilder(version: version)
    body(&builder)
    builder.code(".")
    return builder.bytes
  }

  mutating func code(_ opcode: Unicode.Scalar) { bytes.append(UInt8(ascii: opcode)) }

  mutating func codes(_ opcodes: String) { bytes += Array(opcodes.utf8) }

  mutating func raw(_ more: [UInt8]) { bytes += more }

  mutating func text(_ text: String) {
    code("X")
    raw(UInt32(text.utf8.count).littleEndianBytes + Array(text.utf8))
  }

  mutating func integer(_ value: Int) {
    if let narrow = Int32(exactly: value) {
      code("J")
      raw(narrow.littleEndianBytes)
    } else {
      raw([0x8A, 8] + Int64(value).littleEndianBytes)
    }
  }

  mutating func global(_ module: String, _ name: String) { codes("c\(module)\n\(name)\n") }

  mutating func tuple(_ body: (inout PickleBuilder) -> Void) {
    code("(")
    body(&self)
    code("t")
  }

  mutating func counts(_ values: [Int]) { tuple { builder in values.forEach { builder.integer($0) } } }

  mutating func put(_ index: UInt8) { raw([UInt8(ascii: "q"), index]) }

  mutating func get(_ index: UInt8) { raw([UInt8(ascii: "h"), index]) }

  /// A dictionary whose values `body` makes, key by key.
  mutating func dictionary(_ keys: [String], _ body: (inout PickleBuilder, String) -> Void) {
    codes("}(")
    for key in keys {
      text(key)
      body(&self, key)
    }
    code("u")
  }

  /// What `torch.save` makes of a tensor.
  mutating func tensor(_ tensor: SavedTensor, storages: [SavedStorage], isLegacy: Bool) {
    let storage = storages[tensor.storage]
    global("torch._utils", "_rebuild_tensor_v2")
    self.tuple { builder in
      builder.tuple { builder in
        builder.text("storage")
        builder.global("torch", storage.kind)
        builder.text(storage.key)
        builder.text("cpu")
        builder.integer(tensor.announcedCount ?? storage.count)
        if isLegacy { builder.code("N") }
      }
      builder.code("Q")
      builder.integer(tensor.offset)
      builder.counts(tensor.extents)
      builder.counts(tensor.strides)
      builder.raw([0x89])
      builder.global("collections", "OrderedDict")
      builder.codes(")R")
    }
    code("R")
  }
}
