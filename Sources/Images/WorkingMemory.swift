import Foundation

/// A piece of memory as large as an image asks for, so that there not being as much is an error and no crash.
final class WorkingMemory {
  let start: UnsafeMutablePointer<UInt8>
  let count: Int

  init(byteCount: Int, file: String) throws(ImageError) {
    guard let start = malloc(max(byteCount, 1)) else { throw .outOfMemory(file: file) }
    self.start = start.assumingMemoryBound(to: UInt8.self)
    count = byteCount
  }

  deinit { free(start) }

  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }
}
