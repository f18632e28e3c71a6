import CZlib

/// A raw DEFLATE stream that is inflated piece by piece.
///
/// Not to be shared between threads, which the compiler sees to.
final class Inflater {
  enum Outcome {
    /// The piece of input is used up, or the target is full.
    case goesOn
    case ended
    case damaged
  }

  /// On the heap, since zlib keeps the address.
  private let stream: UnsafeMutablePointer<z_stream>

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // Negative window bits: no header and no checksum around the stream, as in zip archives.
    let status = inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    // zlib fails here only where there is no memory for 40 KiB, or where it is not the library of its header.
    guard status == Z_OK else { fatalError("zlib cannot inflate: \(status)") }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Inflates from the front of `input` to the front of `target`; both outlive the call, after which zlib keeps neither.
  func run(
    _ input: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) -> (outcome: Outcome, consumed: Int, produced: Int) {
    let inputCount = UInt32(clamping: input.count)
    let targetCount = UInt32(clamping: target.count)
    // zlib only reads from `next_in`; its type is not const.
    stream.pointee.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
    stream.pointee.avail_in = inputCount
    stream.pointee.next_out = target.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.avail_out = targetCount
    let status = inflate(stream, Z_NO_FLUSH)
    let consumed = Int(inputCount - stream.pointee.avail_in)
    let produced = Int(targetCount - stream.pointee.avail_out)
    let outcome: Outcome =
      switch status {
      case Z_OK, Z_BUF_ERROR: .goesOn
      case Z_STREAM_END: .ended
      default: .damaged
      }
    return (outcome, consumed, produced)
  }
}
