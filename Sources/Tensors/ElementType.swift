/// The element types of the safetensors format, by the names that the format gives them.
package enum ElementType: String, Sendable, CaseIterable {
  case bool = "BOOL"
  case unsigned8 = "U8"
  case signed8 = "I8"
  case signed16 = "I16"
  case unsigned16 = "U16"
  case float16 = "F16"
  case bfloat16 = "BF16"
  case signed32 = "I32"
  case unsigned32 = "U32"
  case float32 = "F32"
  case float64 = "F64"
  case signed64 = "I64"
  case unsigned64 = "U64"

  package var byteCount: Int {
    switch self {
    case .bool, .unsigned8, .signed8: 1
    case .signed16, .unsigned16, .float16, .bfloat16: 2
    case .signed32, .unsigned32, .float32: 4
    case .float64, .signed64, .unsigned64: 8
    }
  }
}
