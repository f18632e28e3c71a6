/// Takes an image's rows as a decoder makes them: each once, top first, red, green, blue of each pixel.
package protocol RowReceiver: AnyObject {
  /// `row` has three bytes for each pixel and is the caller's again on return.
  func receive(_ row: UnsafePointer<UInt8>)
}

/// Keeps every row: three bytes of memory for each pixel.
final class RowCollector: RowReceiver {
  private let width: Int
  private let height: Int
  private var pixels: [UInt8] = []

  init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    pixels.reserveCapacity(width * height * 3)
  }

  func receive(_ row: UnsafePointer<UInt8>) { pixels += UnsafeBufferPointer(start: row, count: width * 3) }

  /// Call it once all rows are in.
  func image() -> RGBImage { RGBImage(width: width, height: height, pixels: pixels) }
}

extension RGBImage {
  func send(to receiver: some RowReceiver) {
    pixels.withUnsafeBufferPointer { pixels in
      for row in 0..<height { receiver.receive(pixels.baseAddress! + row * width * 3) }
    }
  }
}
