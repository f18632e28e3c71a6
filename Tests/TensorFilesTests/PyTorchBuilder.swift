/// A storage of a file of `torch.save`.
struct SavedStorage {
  var key: String
  var kind = "FloatStorage"
  /// Elements.
  var count: Int
  var bytes: [UInt8]

  static func floats(_ key: String, _ values: [Float]) -> SavedStorage {
    SavedStorage(key: key, count: values.count, bytes: values.littleEndianBytes)
  }
}

/// A tensor of a file of `torch.save`, a view of one of its storages.
struct SavedTensor {
  var name: String
  var storage: Int
  var offset = 0
  var extents: [Int]
  var strides: [Int]
  /// What the pickle says that the storage has; nil for what it has.
  var announcedCount: Int?
}

/// Files of `torch.save` in both of its forms.
struct PyTorchBuilder {
  var storages: [SavedStorage]
  var tensors: [SavedTensor]
  /// Keys of dictionaries around that of the tensors.
  var wrappers: [String] = []
  var byteOrder: String? = "little"
  var isDeflated = false

  /// The dictionary that is saved.
  private func pickle(isLegacy: Bool) -> [UInt8] {
    PickleBuilder.build { builder in
      for wrapper in wrappers {
        builder.codes("}(")
        builder.text("epoch")
        builder.integer(3)
        builder.text(wrapper)
      }
      builder.codes("}(")
      for tensor in tensors {
        builder.text(tensor.name)
        builder.tensor(tensor, storages: storages, isLegacy: isLegacy)
      }
      builder.code("u")
      for _ in wrappers { builder.code("u") }
    }
  }

  var archive: ZipBuilder {
    var builder = ZipBuilder([.init(name: "model/data.pkl", bytes: pickle(isLegacy: false), isDeflated: isDeflated)])
    if let byteOrder { builder.entries.append(.init(name: "model/byteorder", bytes: Array(byteOrder.utf8))) }
    for storage in storages {
      builder.entries.append(
        .init(name: "model/data/\(storage.key)", bytes: storage.bytes, isDeflated: isDeflated, padding: 7))
    }
    builder.entries.append(.init(name: "model/version", bytes: Array("3\n".utf8)))
    return builder
  }

  static let magic: [UInt8] = PickleBuilder.build {
    $0.raw([0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19])
  }

  var legacy: [UInt8] {
    var bytes = Self.magic
    bytes += PickleBuilder.build { $0.integer(1001) }
    bytes += PickleBuilder.build { $0.dictionary(["little_endian"]) { builder, _ in builder.raw([0x88]) } }
    bytes += pickle(isLegacy: true)
    bytes += PickleBuilder.build { builder in
      builder.codes("](")
      storages.forEach { builder.text($0.key) }
      builder.code("e")
    }
    for storage in storages { bytes += UInt64(storage.count).littleEndianBytes + storage.bytes }
    return bytes
  }

  /// A tensor of every kind of view, on storages of several element types.
  static let sample = PyTorchBuilder(
    storages: [
      .floats("0", [1, -2, 3.5, 4, 5, 6]),
      SavedStorage(key: "1", kind: "HalfStorage", count: 2, bytes: [0x00, 0x3C, 0x00, 0xC0]),
      SavedStorage(
        key: "2", kind: "LongStorage", count: 2, bytes: Int64(-7).littleEndianBytes + Int64(9).littleEndianBytes),
      SavedStorage(key: "3", kind: "BFloat16Storage", count: 1, bytes: [0x80, 0x3F]),
      SavedStorage(
        key: "4", kind: "DoubleStorage", count: 1, bytes: Double(0.5).bitPattern.littleEndianBytes),
    ],
    tensors: [
      SavedTensor(name: "whole", storage: 0, extents: [2, 3], strides: [3, 1]),
      SavedTensor(name: "transposed", storage: 0, extents: [3, 2], strides: [1, 3]),
      SavedTensor(name: "part", storage: 0, offset: 1, extents: [2], strides: [3]),
      SavedTensor(name: "half", storage: 1, extents: [2], strides: [1]),
      SavedTensor(name: "index", storage: 2, extents: [1, 2], strides: [2, 1]),
      SavedTensor(name: "brain", storage: 3, extents: [], strides: []),
      SavedTensor(name: "double", storage: 4, extents: [1], strides: [1]),
      SavedTensor(name: "nothing", storage: 0, extents: [0, 4], strides: [4, 1]),
    ])

  static let sampleFloats: [String: [Float]] = [
    "whole": [1, -2, 3.5, 4, 5, 6], "transposed": [1, 4, -2, 5, 3.5, 6], "part": [-2, 5], "half": [1, -2], "brain": [1],
    "double": [0.5], "nothing": [],
  ]
}
