import Foundation
import Tensors
import Testing

extension RegularFile {
  /// A file without a name, gone with its last descriptor.
  convenience init(holding bytes: [UInt8]) throws {
    let stream = try #require(tmpfile())
    let descriptor = dup(fileno(stream))
    fclose(stream)
    try #require(descriptor >= 0)
    try #require(Descriptor.write(bytes, to: descriptor) == nil)
    try self.init(descriptor: descriptor)
  }
}
