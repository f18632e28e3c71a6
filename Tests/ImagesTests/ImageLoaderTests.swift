import Images
import Locks
import Synchronization
import TestSupport
import Testing

@Suite struct ImageLoaderTests {
  let folder = TemporaryFolder()
  private let preprocessing = Preprocessing(
    inputHeight: 2, inputWidth: 2, resizeShortSide: 2, interpolation: .bicubic, mean: [0, 0, 0],
    standardDeviation: [1, 1, 1])

  /// Grey images whose value is their index; every fifth is not an image.
  private func images(_ count: Int) -> [LabelledImage] {
    (0..<count).map { index in
      let value = UInt8(index)
      let png = PNGBuilder(width: 2, height: 2, bitDepth: 8, colorType: 0, lines: [[value, value], [value, value]])
      let path = folder.write(index % 5 == 4 ? [7, 7, 7] : png.bytes, as: "\(index).png")
      return LabelledImage(path: path, name: "\(index).png", label: index * 2)
    }
  }

  @Test(arguments: [1, 3, 64])
  func theOrderIsKeptAndBrokenImagesAreCounted(threads: Int) throws {
    let images = images(50)
    let counts = Guarded<[Int]>([])
    let loaded = try ImageLoader.load(
      images, preprocessing: preprocessing, threads: threads,
      onProgress: { count in counts.withLock { $0.append(count) } })
    let whole = images.indices.filter { $0 % 5 != 4 }
    #expect(loaded.count == 40)
    #expect(loaded.names == whole.map { "\($0).png" })
    #expect(loaded.labels == whole.map { $0 * 2 })
    #expect(loaded.pixels == whole.map { [UInt8](repeating: UInt8($0), count: 12) })
    #expect(loaded.skipped.map(\.image) == images.indices.filter { $0 % 5 == 4 }.map { images[$0] })
    #expect(loaded.skipped.first?.error == .unknownFormat(file: images[4].path))
    #expect(!loaded.isCancelled)
    #expect(counts.withLock { $0 } == Array(1...50))
  }

  @Test func afterCancellationNoImageIsBegun() throws {
    let images = images(30)
    let done = Atomic(0)
    let loaded = try ImageLoader.load(
      images, preprocessing: preprocessing, threads: 2, onProgress: { done.store($0, ordering: .relaxed) },
      isCancelled: { done.load(ordering: .relaxed) >= 8 })
    #expect(loaded.isCancelled)
    #expect(loaded.count + loaded.skipped.count < 12)
  }

  @Test func cancellationEndsAnImageBetweenItsRows() throws {
    let image = try SmallImage.named("24-bit.bmp")
    let path = folder.write(image.file, as: "image.bmp")
    let asked = Atomic(0)
    let loaded = try ImageLoader.load(
      [LabelledImage(path: path, name: "image.bmp", label: 0)], preprocessing: preprocessing, threads: 1,
      isCancelled: { asked.add(1, ordering: .relaxed).newValue > 3 })
    #expect(loaded.isCancelled && loaded.count == 0 && loaded.skipped.isEmpty)
    #expect(asked.load(ordering: .relaxed) < image.height + 3)
  }

  @Test func noImages() throws {
    let loaded = try ImageLoader.load([], preprocessing: preprocessing, threads: 4)
    #expect(loaded.count == 0 && loaded.skipped.isEmpty && !loaded.isCancelled)
  }
}
