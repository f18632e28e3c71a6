import Evaluation
import Foundation
import TestSupport
import Testing

/// Whether a list of labels is taken for another model's, from what real models do with right and with wrong ones.
@Suite struct LabelSuspicionTests {
  /// A model that is right on about `accuracy` of the images, and on the others says any class.
  private func predictions(
    of labels: [Int], accuracy: Double, classCount: Int, _ generator: inout SeededGenerator
  ) -> [Int] {
    labels.map { label in
      Double.random(in: 0..<1, using: &generator) < accuracy ? label : Int.random(in: 0..<classCount, using: &generator)
    }
  }

  private func labels(_ count: Int, classCount: Int, _ generator: inout SeededGenerator) -> [Int] {
    (0..<count).map { _ in Int.random(in: 0..<classCount, using: &generator) }
  }

  @Test(arguments: [2, 3, 10, 100, 1000], [30, 200, 2000])
  func `A good model on its own labels is not doubted`(classCount: Int, count: Int) {
    for seed in 0..<40 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let labels = labels(count, classCount: classCount, &generator)
      let predicted = predictions(of: labels, accuracy: 0.85, classCount: classCount, &generator)
      #expect(
        LabelSuspicion(predicted: predicted, labels: labels, classCount: classCount) == nil,
        "seed \(seed), \(classCount) classes, \(count) images")
    }
  }

  /// As a script makes them that enumerates sorted class folders 0, 1, 10, 11, …, with one image for each class.
  @Test(arguments: [12, 100, 1000]) func `Numbers sorted as text are recognised`(classCount: Int) throws {
    let folders = (0..<classCount).map(String.init).sorted()
    let suspicion = try #require(
      LabelSuspicion(predicted: folders.compactMap { Int($0) }, labels: Array(0..<classCount), classCount: classCount))
    #expect(suspicion.sortedAsText?.percent == 100 && suspicion.reordered == nil && suspicion.shift == nil)
    #expect(suspicion.description.contains("numbers sorted as text (0, 1, 10, …) would give 100.0 %"))
  }

  @Test(arguments: [10, 100, 1000], [12, 30, 200, 2000])
  func `A good model on shuffled classes is doubted`(classCount: Int, count: Int) {
    for seed in 0..<40 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let labels = labels(count, classCount: classCount, &generator)
      // No class keeps its place, and none goes to its neighbour's.
      let predicted = predictions(of: labels, accuracy: 0.85, classCount: classCount, &generator)
        .map { ($0 + classCount / 2) % classCount }
      let suspicion = LabelSuspicion(predicted: predicted, labels: labels, classCount: classCount)
      #expect(suspicion != nil, "seed \(seed), \(classCount) classes, \(count) images")
      #expect(suspicion?.shift == nil, "seed \(seed): \(suspicion?.description ?? "")")
    }
  }

  @Test(arguments: [10, 100, 1000], [30, 200, 2000])
  func `A list that counts from another number is named`(classCount: Int, count: Int) throws {
    for seed in 0..<40 as Range<UInt64> {
      let offset = seed % 2 == 0 ? 1 : -1
      var generator = SeededGenerator(seed: seed)
      let own = (0..<count).map { _ in Int.random(in: 1..<classCount - 1, using: &generator) }
      let predicted = predictions(of: own, accuracy: 0.9, classCount: classCount, &generator)
      let suspicion = try #require(
        LabelSuspicion(predicted: predicted, labels: own.map { $0 + offset }, classCount: classCount), "seed \(seed)")
      let shift = try #require(suspicion.shift, "seed \(seed)")
      #expect(shift.offset == -offset)
      #expect(shift.floatTop1.count == zip(predicted, own).count { $0 == $1 })
    }
  }

  @Test func `A list that counts from 1 says so first`() throws {
    let own = (0..<100).map { $0 % 50 }
    let predicted = own.enumerated().map { $0 < 93 ? $1 : ($1 + 7) % 100 }
    let suspicion = try #require(LabelSuspicion(predicted: predicted, labels: own.map { $0 + 1 }, classCount: 100))
    #expect(
      suspicion.description
        == "are these this model's labels? label - 1 would give 93.0 %: the list counts from 1; "
        + "the float model's top-1 is 0.0 % [0.0, 3.7], guessing gives 1 %")
  }

  @Test func `Classes in another order are told from a model that knows nothing`() throws {
    for seed in 0..<40 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let own = labels(800, classCount: 100, &generator)
      let predicted = predictions(of: own, accuracy: 0.85, classCount: 100, &generator)
      var order = Array(0..<100)
      order.shuffle(using: &generator)
      let suspicion = LabelSuspicion(predicted: predicted, labels: own.map { order[$0] }, classCount: 100)
      // A permutation may leave some classes in their place, but never nearly all.
      let reordered = try #require(suspicion?.reordered, "seed \(seed)")
      #expect(reordered.percent > 75, "seed \(seed)")
      #expect(suspicion?.description.contains("another order of the classes would give") == true)
      let guessing = own.map { _ in Int.random(in: 0..<100, using: &generator) }
      for nothing in [guessing, own.map { _ in 7 }] {
        let suspicion = LabelSuspicion(predicted: nothing, labels: own, classCount: 100)
        #expect(suspicion != nil && suspicion?.reordered == nil && suspicion?.shift == nil, "seed \(seed)")
      }
    }
  }

  @Test func `Few images, none right`() {
    let labels = Array(0..<30)
    let none = labels.map { ($0 + 40) % 100 }
    #expect(LabelSuspicion(predicted: none, labels: labels, classCount: 100) != nil)
    // One image that a model gets wrong is a question, one that it gets right none.
    #expect(LabelSuspicion(predicted: [4], labels: [8], classCount: 10) != nil)
    #expect(LabelSuspicion(predicted: [8], labels: [8], classCount: 10) == nil)
  }

  @Test func `Two classes: an interval that holds one half, and labels the other way round`() {
    func suspicion(right: Int, of count: Int) -> LabelSuspicion? {
      let labels = (0..<count).map { $0 % 2 }
      let predicted = labels.enumerated().map { $0 < right ? $1 : 1 - $1 }
      return LabelSuspicion(predicted: predicted, labels: labels, classCount: 2)
    }
    #expect(suspicion(right: 16, of: 30) != nil)
    #expect(suspicion(right: 500, of: 1000) != nil)
    #expect(suspicion(right: 100, of: 1000) != nil, "the two are swapped")
    #expect(suspicion(right: 700, of: 1000) == nil)
    #expect(suspicion(right: 28, of: 30) == nil)
    #expect(suspicion(right: 3, of: 3) == nil)
  }

  @Test func `Images of one class alone`() {
    let labels = [Int](repeating: 3, count: 40)
    #expect(LabelSuspicion(predicted: labels, labels: labels, classCount: 100) == nil)
    let suspicion = LabelSuspicion(predicted: labels, labels: labels.map { $0 + 1 }, classCount: 100)
    #expect(suspicion?.shift?.offset == -1)
    #expect(LabelSuspicion(predicted: [], labels: [], classCount: 10) == nil)
    #expect(LabelSuspicion(predicted: [0, 0], labels: [0, 0], classCount: 1) == nil)
  }

  /// A network's own classes as its labels, and the same counted from 1.
  @Test func `A session doubts a real list that counts from 1, and not the same from 0`() throws {
    let bench = try TinyBench(imageCount: 40)
    let float = try bench.session().floatReference(cancellation: CancellationFlag(), progress: { _, _ in })
    let names = bench.images.names
    let usable = zip(names, float.outcomes).filter { $1.predicted < TinyModel.classCount - 1 }
    try #require(usable.count >= 10)
    for offset in 0...1 {
      let list = usable.map { "\($0) \($1.predicted + offset)\n" }.joined()
      try Data(list.utf8).write(to: URL(fileURLWithPath: bench.imagesPath + "/labels.txt"))
      let session = bench.session()
      let images = try session.images(cancellation: CancellationFlag(), progress: { _, _ in })
      let float = try session.floatReference(cancellation: CancellationFlag(), progress: { _, _ in })
      let remarks = session.remarks(images: images, float: float).compactMap { remark -> LabelSuspicion? in
        if case .labels(let suspicion) = remark { suspicion } else { nil }
      }
      if offset == 0 {
        #expect(remarks.isEmpty)
      } else {
        #expect(remarks.first?.shift?.offset == -1)
        #expect(remarks.first?.shift?.floatTop1.percent == 100)
      }
    }
  }
}
