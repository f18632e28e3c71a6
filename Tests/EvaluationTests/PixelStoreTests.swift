import Foundation
import Images
import Models
import TestSupport
import Testing

@testable import Evaluation

@Suite struct PixelStoreTests {
  private let temporary: TemporaryFolder
  private let preprocessing = Preprocessing(
    inputHeight: 16, inputWidth: 16, resizeShortSide: 16, interpolation: .bicubic, mean: [0, 0, 0],
    standardDeviation: [1, 1, 1])

  init() throws {
    temporary = TemporaryFolder()
    try TestImage.writeFolder(temporary.url, count: 9, side: 16, classCount: 3)
    try Data("no image".utf8).write(to: temporary.url.appendingPathComponent("image4.png"))
  }

  private func store(_ imagesKept: Int) throws -> (store: PixelStore, skipped: [String]) {
    var contents = try ImageContents(
      LabelledImages(folder: temporary.url.path, classCount: 3), records: nil, trustsFileTimes: false, threadCount: 2,
      cancellation: CancellationFlag())
    return try contents.load(
      preprocessing: preprocessing, byteBudget: imagesKept * 3 * 16 * 16, threadCount: 2,
      cancellation: CancellationFlag(), progress: { _ in })
  }

  @Test(arguments: [0, 1, 5, 8, 100])
  func `A small budget gives the same pixels, broken images left out`(imagesKept: Int) throws {
    let (whole, _) = try store(9)
    let (store, skipped) = try store(imagesKept)
    #expect(store.images.map(\.name) == [0, 1, 2, 3, 5, 6, 7, 8].map { "image\($0).png" })
    #expect(skipped.count == 1 && skipped[0].contains("image4.png"))
    for index in whole.indices {
      #expect(try store[index] == whole[index])
      // The images are noise without a resize: the file's own pixels, told apart.
      #expect(try index == 0 || store[index] != whole[index - 1])
    }
  }

  @Test func `An image that vanished meanwhile is named`() throws {
    let (store, _) = try store(2)
    try FileManager.default.removeItem(at: temporary.url.appendingPathComponent("image7.png"))
    #expect(try store[1].count == 3 * 16 * 16)
    let error = #expect(throws: EvaluationError.self) { try store[6] }
    #expect(error?.description.contains("image7.png") == true)
  }

  @Test func `An image that is another by now is no figure`() throws {
    let (store, _) = try store(2)
    let path = temporary.url.appendingPathComponent("image7.png")
    let other = try Data(contentsOf: temporary.url.appendingPathComponent("image6.png"))
    try other.write(to: path)
    let error = #expect(throws: EvaluationError.self) { try store[6] }
    #expect(error?.description == "\(path.path) has changed since it was listed; start again")
  }
}
