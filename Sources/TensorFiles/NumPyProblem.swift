import Texts

/// Why an array of NumPy is not read.
package enum NumPyProblem: Error, Hashable, Sendable {
  case notAnArray
  case unknownVersion(major: UInt8, minor: UInt8)
  case headerTooLong(byteCount: Int, limit: Int)
  case badHeader
  /// Any Python objects, which NumPy would unpickle.
  case objects
  case unknownElementType(String)
  case shapeOverflow
  case byteCount(expected: Int, found: Int)
}

extension NumPyProblem: CustomStringConvertible {
  /// What to say after the file's and the array's name.
  package var description: String {
    switch self {
    case .notAnArray: "is no array of NumPy; is it the right file?"
    case .unknownVersion(let major, let minor):
      "is of version \(major).\(minor) of NumPy's format, which this program does not know; save it again"
    case .headerTooLong(let byteCount, let limit):
      "announces a header of \(byteCount) bytes, above the limit of \(limit); is it the right file?"
    case .badHeader: "has a damaged header; save it again"
    case .objects: "holds Python objects, which only running it could make; save the arrays themselves"
    case .unknownElementType(let name):
      "has the element type '\(name.printable(limit: 80))', which this program does not know; save it as float32"
    case .shapeOverflow: "has more elements than memory can address; save it again"
    case .byteCount(let expected, let found):
      "has \(found) bytes where its shape and element type need \(expected); it is damaged: download it again"
    }
  }
}
