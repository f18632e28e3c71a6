/// Numbers as files have them.
extension FixedWidthInteger {
  var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { [UInt8]($0) } }
}

extension [Float] {
  var littleEndianBytes: [UInt8] { flatMap { $0.bitPattern.littleEndianBytes } }
}
