import Tensors

/// The bytes of a pickle, front to back, from memory or from a place in a file.
struct PickleInput {
  /// The file's path and the pickle's name within it, for messages.
  let path: String
  let entry: String
  /// Where the next byte lies.
  var position: Int { windowBegin + index }
  private let file: RegularFile?
  private var window: [UInt8]
  private var windowBegin: Int
  private var index = 0
  private let end: Int
  /// Whether `end` is the limit on a pickle's length, not the end of what there is.
  private let isCut: Bool

  private static let windowByteCount = 1 << 16

  init(_ bytes: [UInt8], path: String, entry: String) {
    self.path = path
    self.entry = entry
    file = nil
    window = bytes
    windowBegin = 0
    end = bytes.count
    isCut = false
  }

  init(_ file: RegularFile, at position: Int, limits: PickleLimits, path: String, entry: String) {
    self.path = path
    self.entry = entry
    self.file = file
    window = []
    windowBegin = position
    let rest = file.byteCount - position
    isCut = rest > limits.byteCount
    end = position + min(rest, limits.byteCount)
  }

  func error(_ problem: PickleProblem) -> TensorFileError {
    .pickle(file: path, entry: entry, problem: problem)
  }

  private var early: TensorFileError { error(isCut ? .tooLong : .endsEarly) }

  mutating func byte() throws(TensorFileError) -> UInt8 {
    if index == window.count { try refill() }
    defer { index += 1 }
    return window[index]
  }

  /// The next `count` bytes, which are there before anything is allocated for them.
  mutating func bytes(_ count: Int) throws(TensorFileError) -> [UInt8] {
    try check(count)
    var result: [UInt8] = []
    result.reserveCapacity(count)
    while result.count < count {
      if index == window.count { try refill() }
      let piece = window[index..<min(index + count - result.count, window.count)]
      result += piece
      index += piece.count
    }
    return result
  }

  /// Throws where fewer than `count` bytes are left.
  func check(_ count: Int) throws(TensorFileError) {
    guard count >= 0, count <= end - position else { throw early }
  }

  /// A little-endian number of `byteCount` bytes, at most 8; one beyond an `Int` is more than any count may be.
  mutating func number(_ byteCount: Int) throws(TensorFileError) -> Int {
    var value: UInt64 = 0
    for shift in 0..<UInt64(byteCount) { value |= UInt64(try byte()) << (8 * shift) }
    guard let number = Int(exactly: value) else { throw early }
    return number
  }

  /// The text up to the next line break, which is passed over.
  mutating func line(limit: Int) throws(TensorFileError) -> [UInt8] {
    var result: [UInt8] = []
    while true {
      let byte = try byte()
      if byte == 0x0A { return result }
      guard result.count < limit else { throw error(.tooLong) }
      result.append(byte)
    }
  }

  private mutating func refill() throws(TensorFileError) {
    let begin = position
    guard begin < end, let file else { throw early }
    do throws(RegularFile.Failure) {
      window = try file.bytes(begin..<min(begin + Self.windowByteCount, end))
    } catch {
      throw .file(path, error)
    }
    windowBegin = begin
    index = 0
  }
}
