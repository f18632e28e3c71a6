import Texts

extension SafetensorsFile {
  /// A tensor to write: its elements as little-endian bytes, row by row.
  package struct Content: Sendable {
    package let name: String
    package let elementType: ElementType
    package let shape: Shape
    package let bytes: [UInt8]

    package init(name: String, elementType: ElementType, shape: Shape, bytes: [UInt8]) {
      precondition(shape.elementCount * elementType.byteCount == bytes.count, "'\(name)' has bytes for its shape")
      self.name = name
      self.elementType = elementType
      self.shape = shape
      self.bytes = bytes
    }

    /// A tensor of 32-bit floats.
    package init(name: String, tensor: Tensor) {
      self.init(
        name: name, elementType: .float32, shape: tensor.shape, bytes: tensor.elements.withUnsafeBytes { [UInt8]($0) })
    }
  }

  /// Writes a file whole or not at all; the same contents give the same bytes.
  ///
  /// Names must differ and none may be `__metadata__`. The tensors lie in the file in the given order.
  package static func write(
    _ contents: [Content], metadata: [String: String] = [:], to path: String
  ) throws(AtomicFileError) {
    precondition(Set(contents.map(\.name)).count == contents.count, "a name twice")
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map {
        "\(JSONValue.quoted($0.key)):\(JSONValue.quoted($0.value))"
      }
      members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var offset = 0
    for content in contents {
      precondition(content.name != "__metadata__", "the format keeps the name __metadata__ for itself")
      let extents = content.shape.dimensions.map(String.init).joined(separator: ",")
      let end = offset + content.bytes.count
      members.append(
        "\(JSONValue.quoted(content.name)):{\"dtype\":\"\(content.elementType.rawValue)\",\"shape\":[\(extents)],\"data_offsets\":[\(offset),\(end)]}"
      )
      offset = end
    }
    var header = Array("{\(members.joined(separator: ","))}".utf8)
    // Spaces up to a multiple of eight align the data for readers that map it.
    header += [UInt8](repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
    let prefix = Swift.withUnsafeBytes(of: UInt64(header.count).littleEndian) { [UInt8]($0) }
    try AtomicFile.write([prefix, header] + contents.map(\.bytes), to: path)
  }
}
