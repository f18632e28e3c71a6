/// Hands a decoder's rows on to their receiver, until somebody wants no more.
final class RowStream {
  private let receiver: any RowReceiver
  private let isCancelled: () -> Bool
  private var line: [UInt8]
  private var convert: ((UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>) -> Void)?

  init(to receiver: any RowReceiver, width: Int, isCancelled: @escaping () -> Bool) {
    self.receiver = receiver
    self.isCancelled = isCancelled
    line = [UInt8](repeating: 0, count: width * 3)
  }

  /// Makes rows of another layout into red, green and blue: `convert` reads the one and writes the other.
  func convertRows(with convert: @escaping (UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>) -> Void) {
    self.convert = convert
  }

  /// Takes the next row; nil only asks.
  ///
  /// - Returns: whether to go on.
  func take(_ row: UnsafePointer<UInt8>?) -> Bool {
    if isCancelled() { return false }
    guard let row else { return true }
    guard let convert else {
      receiver.receive(row)
      return true
    }
    line.withUnsafeMutableBufferPointer { line in
      convert(row, line.baseAddress!)
      receiver.receive(line.baseAddress!)
    }
    return true
  }

  /// Takes the rows of a canvas, top first, on part of which a frame lies; all extents are in bytes of a row.
  ///
  /// - Parameters:
  ///   - pixels: the frame's rows, of `lineByteCount` each.
  ///   - left, rows: where on the canvas it lies.
  ///   - background: what the canvas holds elsewhere.
  /// - Returns: whether to go on.
  func take(
    frame pixels: UnsafePointer<UInt8>, lineByteCount: Int, left: Int, rows: Range<Int>, canvasLineByteCount: Int,
    canvasHeight: Int, background: UInt8
  ) -> Bool {
    // Both formats let a frame say anything; a decoder has refused what does not lie on the canvas.
    precondition(left >= 0 && lineByteCount >= 0 && left + lineByteCount <= canvasLineByteCount, "a frame lies on the canvas")
    var line = [UInt8](repeating: background, count: canvasLineByteCount)
    return line.withUnsafeMutableBufferPointer { line in
      for y in 0..<canvasHeight {
        if rows.contains(y) {
          (line.baseAddress! + left).update(from: pixels + (y - rows.lowerBound) * lineByteCount, count: lineByteCount)
        } else {
          line.update(repeating: background)
        }
        if !take(line.baseAddress!) { return false }
      }
      return true
    }
  }

  /// `take` for C, whose context is this object, unretained: whoever passes it holds the object until C returns.
  static let takeRow: @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<UInt8>?) -> Int32 = { context, row in
    guard let context else { return 0 }
    return Unmanaged<RowStream>.fromOpaque(context).takeUnretainedValue().take(row) ? 1 : 0
  }

  var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
}
