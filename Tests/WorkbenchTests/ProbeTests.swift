import Graphs
import Evaluation
import Models
import Quantization
import Terminal
import Testing
import Workbench

/// What views ask of the networks, and when.
@Suite struct ProbeTests {
  private let attention = Fixture.graph.attentions[0]

  @Test("the map asks once for what it shows, and again for another image") func map() {
    var state = Fixture.prepared()
    let request = ProbeRequest.attention(attention, image: 0, .base)
    #expect(Fixture.press(&state, "3") == [.probe(request)])
    #expect(Fixture.press(&state, "> H").isEmpty)
    #expect(update(&state, .probed(request, FixtureProbe.answer(request))).isEmpty)
    #expect(state.shownMap?.image == 0)
    #expect(Fixture.press(&state, "]") == [.probe(.attention(attention, image: 1, .base))])
  }

  @Test("without colour the difference has signs, and the notes say which", arguments: [ColorDepth.mono, .colors256])
  func signs(depth: ColorDepth) {
    var state = Fixture.prepared(depth: depth)
    Fixture.answer(&state, Fixture.press(&state, "3"))
    let screen = state.rendered().text
    #expect(screen.contains("+ # gained, - = lost") == (depth == .mono))
    #expect(screen.contains("red gained, blue lost") == (depth == .colors256))
    let rows = screen.split(separator: "\n")
    guard let title = rows.firstIndex(where: { $0.contains("difference") }),
      let column = rows[title].firstRange(of: "difference").map({ rows[title].distance(from: rows[title].startIndex, to: $0.lowerBound) })
    else {
      Issue.record("no difference on screen")
      return
    }
    let drawn = rows.dropFirst(title + 1).prefix(6).map { $0.dropFirst(column).prefix(12) }.joined()
    let hasSigns = drawn.contains { "+#".contains($0) } && drawn.contains { "-=".contains($0) }
    #expect(hasSigns == (depth == .mono), "\(drawn)")
  }

  @Test("while one question is answered only the last of the others is kept") func oneAtATime() {
    var state = Fixture.prepared()
    guard case .probe(let first)? = Fixture.press(&state, "3").first else {
      Issue.record("nothing is asked")
      return
    }
    #expect(Fixture.press(&state, "] ] ]").isEmpty)
    #expect(
      update(&state, .probed(first, FixtureProbe.answer(first))) == [
        .probe(.attention(attention, image: 3, .base))
      ])
  }

  @Test("an answer that was asked of other images is dropped, and the question asked again") func withdrawn() {
    var state = Fixture.prepared()
    guard case .probe(let request)? = Fixture.press(&state, "4").first else {
      Issue.record("nothing is asked")
      return
    }
    let reference = state.findings.reference
    let calibration = state.calibration
    _ = update(&state, .service(.withdrawn(reason: "other files")))
    _ = update(&state, .service(.imagesLoaded(ImageSetSummary(count: 800))))
    if let reference { _ = update(&state, .service(.floatFinished(reference))) }
    // One question at a time, though the answer to it will not be taken.
    if let calibration { #expect(update(&state, .service(.calibrated(calibration))).isEmpty) }
    #expect(update(&state, .probed(request, FixtureProbe.answer(request))) == [.probe(request)])
    #expect(state.accumulatedErrors == nil)
    _ = update(&state, .probed(request, FixtureProbe.answer(request)))
    #expect(state.accumulatedErrors?.imageCount == 16)
  }

  @Test("accumulated errors are kept for each configuration") func accumulated() {
    var state = Fixture.prepared()
    Fixture.answer(&state, Fixture.press(&state, "4"))
    #expect(state.accumulatedErrors?.imageCount == 16)
    let effects = Fixture.press(&state, "p")
    #expect(effects.contains(.probe(.accumulatedErrors(state.configuration))))
    #expect(state.accumulatedErrors == nil)
    Fixture.finish(&state, effects)
    #expect(Fixture.press(&state, "u").count == 1, "only the evaluation: these errors are known")
    #expect(state.accumulatedErrors != nil)
  }

  @Test("a question that failed is not asked again, and the view says why") func failure() {
    var state = Fixture.prepared()
    guard case .probe(let request)? = Fixture.press(&state, "3").first else {
      Issue.record("nothing is asked")
      return
    }
    #expect(update(&state, .probed(request, .failed("a.jpg: no such file"))).isEmpty)
    #expect(state.rendered().text.contains("a.jpg: no such file"))
  }

  @Test("nothing is asked before there is a calibration") func early() {
    var state = Fixture.state()
    _ = update(&state, .started)
    #expect(Fixture.press(&state, "3 4").isEmpty)
  }

  @Test("from a flip to its image, and from flip to flip in the map") func flips() {
    var state = Fixture.prepared()
    Fixture.finish(&state, Fixture.press(&state, "p"))
    _ = Fixture.press(&state, "5 ] ]")
    let flip = state.cursorFlip?.image
    #expect(flip != nil)
    Fixture.answer(&state, Fixture.press(&state, "i"))
    #expect(state.view == .map)
    #expect(state.shownMap?.image == flip)
    _ = Fixture.press(&state, "n")
    #expect(state.flippedImages?.contains(state.options.image) == true)
    #expect(state.options.image != flip)
  }
}
