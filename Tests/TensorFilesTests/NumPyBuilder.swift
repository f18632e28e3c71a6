/// Arrays of NumPy as `.npy` files.
enum NumPyBuilder {
  static func array(
    _ description: String = "'<f4'", order: String = "False", shape: String, _ data: [UInt8], version: UInt8 = 1
  ) -> [UInt8] {
    array(header: "{'descr': \(description), 'fortran_order': \(order), 'shape': \(shape), }", data, version: version)
  }

  static func array(header: String, _ data: [UInt8], version: UInt8 = 1) -> [UInt8] {
    let text = Array((header + "\n").utf8)
    let length = version == 1 ? UInt16(text.count).littleEndianBytes : UInt32(text.count).littleEndianBytes
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + data
  }
}
