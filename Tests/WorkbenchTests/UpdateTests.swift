import Graphs
import Evaluation
import Models
import Quantization
import Terminal
import Testing
import Workbench

/// Messages in, state and effects out.
@Suite struct UpdateTests {
  let norm = Fixture.graph.layerNorms[0].input
  let attention = Fixture.graph.attentions[0].probabilities
  let scores = Fixture.graph.attentions[0].scores

  @Test("the session starts with the evaluation of what was brought") func start() {
    var state = Fixture.state()
    #expect(update(&state, .started) == [.evaluate(.base, run: 1)])
  }

  @Test("a toggle asks for the evaluation of what it made, at once") func toggle() {
    var state = Fixture.prepared()
    let effects = Fixture.press(&state, "p")
    var expected = QuantizationConfiguration.base
    expected.set(.powersOfTwoScale(bits: 8), at: Fixture.graph.site(norm)!)
    #expect(effects == [.evaluate(expected, run: 2)])
    #expect(Fixture.press(&state, "space") == [.evaluate(.base, run: 3)])
  }

  @Test("PTS keeps the bits") func powersOfTwoScaleKeepsBits() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "b 5 p")
    #expect(state.scheme(at: norm) == .powersOfTwoScale(bits: 5))
    _ = Fixture.press(&state, "p")
    #expect(state.scheme(at: norm) == .layerWise(5))
  }

  @Test("the ladder goes round, both ways") func ladder() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "Down Down")
    var seen = [state.scheme(at: attention)]
    for _ in 0..<5 {
      _ = Fixture.press(&state, "t")
      seen.append(state.scheme(at: attention))
    }
    #expect(
      seen == [
        .layerWise(8), .layerWise(4), .log2(bits: 4), .logIntSoftmax(bits: 4), .float, .layerWise(8),
      ])
    _ = Fixture.press(&state, "T")
    #expect(state.scheme(at: attention) == .float)
  }

  @Test("results of another run than the current one are dropped") func stale() {
    var state = Fixture.prepared()
    let before = state.runs
    _ = update(&state, .service(.finished(run: 1, Fixture.report(.base))))
    #expect(state.runs == before)
    _ = Fixture.press(&state, "p")
    _ = update(&state, .service(.tally(run: 1, Fixture.tally(.base, images: 5), imagesPerSecond: 3)))
    #expect(state.runs.current?.tally == nil)
    _ = update(&state, .service(.tally(run: 2, Fixture.tally(.base, images: 5), imagesPerSecond: 3)))
    #expect(state.runs.current?.tally?.imageCount == 5)
  }

  @Test("undo returns to the start, redo to the end") func undo() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "p Down Down t b 3 Enter o a Enter")
    let end = state.configuration
    #expect(end != .base)
    let count = state.history.done.count
    for _ in 0..<count { #expect(Fixture.press(&state, "u").count == 1) }
    #expect(state.configuration == .base)
    #expect(Fixture.press(&state, "u").isEmpty)
    #expect(state.notice?.severity == .warning)
    for _ in 0..<count { _ = Fixture.press(&state, "U") }
    #expect(state.configuration == end)
  }

  @Test("a configuration keeps one place in the list of runs") func oneRecord() {
    var state = Fixture.prepared()
    let effects = Fixture.press(&state, "p")
    Fixture.finish(&state, effects)
    _ = Fixture.press(&state, "u U u")
    #expect(state.runs.records.map(\.id) == [1, 2])
    #expect(state.runs.current?.id == 1)
  }

  @Test("apply to all of the kind") func applyToAll() {
    var state = Fixture.prepared()
    #expect(Fixture.press(&state, "p a").count == 1, "only p acts: a shows what it would change")
    #expect(state.scheme(at: Fixture.graph.layerNorms[1].input) == .layerWise(8))
    #expect(Fixture.press(&state, "Enter").count == 1)
    #expect(Fixture.graph.layerNorms.allSatisfy { state.scheme(at: $0.input) == .powersOfTwoScale(bits: 8) })
    #expect(state.notice?.text == "PTS 8 bit at 6 LayerNorm inputs")
    _ = Fixture.press(&state, "a")
    #expect(state.notice == Notice("all 7 LayerNorm inputs are PTS 8 bit already", .warning))
  }

  @Test("a selection is changed together") func selection() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "v Down Down v")
    #expect(state.layers.selected.map { state.tree.rows[$0].name }.sorted() == ["blocks.0.norm1", "blocks.0.norm2"])
    #expect(Fixture.press(&state, "p").count == 1)
    #expect(state.targetSites.allSatisfy { state.scheme(at: $0).isPowersOfTwoScale })
    #expect(state.notice?.text == "PTS on at 2 selected rows")
    _ = Fixture.press(&state, "Escape")
    #expect(state.layers.selected.isEmpty)
  }

  @Test("a command on a group acts on all in it") func group() {
    var state = Fixture.prepared()
    #expect(Fixture.press(&state, "Up p").isEmpty, "it shows first what it would change")
    #expect(state.cursorRow?.name == "blocks.0")
    #expect(Fixture.press(&state, "Enter").count == 1)
    #expect(Fixture.graph.layerNorms.prefix(2).allSatisfy { state.scheme(at: $0.input).isPowersOfTwoScale })
    #expect(Fixture.press(&state, "space").isEmpty)
    #expect(state.notice?.severity == .warning)
  }

  @Test("LIS needs integer scores, and says so") func scoresForLogIntSoftmax() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "Down Down space")
    #expect(state.scheme(at: attention) == .logIntSoftmax(bits: 4))
    _ = Fixture.press(&state, "/ 0 . a t t n . s c o r e s Enter f")
    #expect(state.scheme(at: scores) == .layerWise(8))
    #expect(state.notice?.text.contains("LIS needs integer scores") == true)
  }

  @Test("LIS over float scores is refused") func logIntSoftmaxOverFloat() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "/ s c o r e s Enter f Escape")
    #expect(state.scheme(at: scores) == .float)
    _ = Fixture.press(&state, "/ s o f t m a x Enter space")
    #expect(state.scheme(at: attention) == .layerWise(8))
    #expect(state.notice?.severity == .warning)
  }

  @Test("PTS is refused where there is no LayerNorm") func refusal() {
    var state = Fixture.prepared()
    #expect(Fixture.press(&state, "Down p").isEmpty)
    #expect(
      state.notice
        == Notice(
          "PTS is for the inputs of LayerNorms: blocks.0.norm1.output (of the LayerNorm outputs) has none", .warning))
  }

  @Test("the filter leaves what matches and Escape takes it away") func filter() {
    var state = Fixture.prepared()
    let all = state.visibleRows
    _ = Fixture.press(&state, "/ b l o c k s . 2 space q k v Enter")
    #expect(state.visibleRows.map { state.tree.rows[$0].label } == ["blocks.2", "attn", "qkv.weight", "qkv.output"])
    #expect(state.cursorRow?.label == "qkv.weight")
    _ = Fixture.press(&state, "Escape")
    #expect(state.visibleRows.count >= all.count)
    _ = Fixture.press(&state, "/ z z z")
    #expect(state.visibleRows.isEmpty)
    #expect(state.cursorRow == nil)
    _ = Fixture.press(&state, "Enter")
    #expect(state.layers.filter.isEmpty)
  }

  @Test("the palette runs what it finds") func palette() {
    var state = Fixture.prepared()
    let effects = Fixture.press(&state, ": p t s Enter")
    #expect(effects.count == 1)
    #expect(state.scheme(at: norm) == .powersOfTwoScale(bits: 8))
    #expect(state.overlay == nil)
  }

  @Test("quit asks only if something would be lost") func quit() {
    var state = Fixture.prepared()
    #expect(Fixture.press(&state, "q") == [.quit])
    _ = Fixture.press(&state, "p")
    #expect(Fixture.press(&state, "q").isEmpty)
    #expect(state.overlay == .quitConfirmation)
    #expect(Fixture.press(&state, "n").isEmpty)
    #expect(state.overlay == nil)
    #expect(Fixture.press(&state, "q y") == [.quit])
    #expect(update(&state, .interrupted) == [.quit])
  }

  @Test("the observer is evaluated at once and shown as calibrating until its calibration is in") func observer() {
    var state = Fixture.prepared()
    let effects = Fixture.press(&state, "o")
    #expect(state.configuration.observer == .ema)
    #expect(effects.count == 1)
    #expect(state.calibration == nil)
    #expect(state.decibels(of: norm) == nil)
    #expect(state.statistics(of: norm) != nil)
    _ = update(&state, .service(.calibrated(Fixture.calibration(.ema))))
    #expect(state.decibels(of: norm) != nil)
  }

  @Test("a pause stops, changes wait, and going on evaluates the present one") func pause() {
    var state = Fixture.prepared()
    #expect(Fixture.press(&state, ".") == [.cancelEvaluation])
    #expect(Fixture.press(&state, "p").isEmpty)
    let effects = Fixture.press(&state, ".")
    guard case .evaluate(let configuration, _)? = effects.first else {
      Issue.record("nothing is evaluated")
      return
    }
    #expect(configuration == state.configuration)
  }

  @Test("x cancels a running evaluation and starts it again; Escape never does") func cancel() {
    var state = Fixture.prepared()
    #expect(Fixture.press(&state, "x").isEmpty)
    #expect(state.notice?.text.contains("finished") == true)
    _ = Fixture.press(&state, "p")
    #expect(Fixture.press(&state, "Escape Escape Escape").isEmpty)
    #expect(state.runs.current?.status == .running)
    #expect(Fixture.press(&state, "x") == [.cancelEvaluation])
    #expect(state.runs.current?.status == .stopped)
    #expect(state.notice?.text == "evaluation cancelled: x starts it again")
    guard case .evaluate(let configuration, let run)? = Fixture.press(&state, "x").first else {
      Issue.record("nothing is evaluated again")
      return
    }
    #expect(configuration == state.configuration && run == state.runs.current?.run)
    #expect(state.runs.current?.status == .running)
  }

  @Test("the dot pauses in every view", arguments: ViewKind.allCases) func pauseInView(view: ViewKind) {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "p \(view.digit)")
    #expect(Fixture.press(&state, ".") == [.cancelEvaluation])
    #expect(state.isPaused)
    state.notice = nil
    #expect(state.rendered().text.contains("paused"))
  }

  @Test("Enter in the runs returns to a configuration, and undo comes back") func returnToRun() {
    var state = Fixture.prepared()
    let effects = Fixture.press(&state, "p")
    Fixture.finish(&state, effects)
    let changed = state.configuration
    _ = Fixture.press(&state, "5 Down Enter")
    #expect(state.configuration == .base)
    _ = Fixture.press(&state, "u")
    #expect(state.configuration == changed)
  }

  @Test("the baseline is what runs are compared with") func baseline() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "m")
    let effects = Fixture.press(&state, "p")
    Fixture.finish(&state, effects)
    _ = Fixture.press(&state, "5")
    #expect(state.comparisonBaseline?.id == 1)
    _ = Fixture.press(&state, "Down")
    #expect(state.comparisonBaseline == nil)
  }

  @Test("the header compares with the baseline once both are finished") func baselineInHeader() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "m")
    let effects = Fixture.press(&state, "p")
    for case .evaluate(let configuration, let run) in effects {
      _ = update(&state, .service(.tally(run: run, Fixture.tally(configuration, images: 90), imagesPerSecond: 9)))
    }
    #expect(state.rendered().text.contains("vs float"))
    Fixture.finish(&state, effects)
    #expect(state.rendered().text.contains("vs run 1 +0."))
    _ = Fixture.press(&state, "u")
    #expect(state.rendered().text.contains("vs float"), "the baseline itself")
  }

  @Test("an observer without a calibration warns of the time it takes") func observerWarns() {
    var state = Fixture.prepared()
    _ = update(&state, .service(.progress(.calibrating(.minmax), done: 0, total: 10)))
    state.clock = 20
    _ = update(&state, .service(.progress(.calibrating(.minmax), done: 10, total: 10)))
    _ = Fixture.press(&state, "o")
    #expect(state.notice?.severity == .warning)
    #expect(state.notice?.text.contains("the last took 20 s") == true)
    _ = update(&state, .service(.calibrated(Fixture.calibration(.ema))))
    _ = Fixture.press(&state, "u o")
    #expect(state.notice == Notice("observer ema"))
  }

  @Test("LIS over too coarse scores says that nothing is left") func lostAttention() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "Down Down space")
    #expect(state.lostAttentions.isEmpty)
    _ = Fixture.press(&state, "/ 0 . a t t n . s c o r e s Enter b 2")
    #expect(state.lostAttentions.map(\.block) == [0])
    #expect(state.notice?.severity == .warning)
    #expect(state.notice?.text.contains("every probability 0") == true)
    _ = Fixture.press(&state, "Escape")
    #expect(state.rendered().text.contains("[!]"))
    _ = Fixture.press(&state, "u")
    #expect(state.lostAttentions.isEmpty)
  }

  @Test("failures are told") func failures() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "p")
    #expect(update(&state, .service(.failed(run: 1, message: "old"))).isEmpty)
    #expect(update(&state, .service(.failed(run: 2, message: "no memory"))) == [.beep])
    #expect(state.notice == Notice("evaluation failed: no memory", .failure))
    _ = update(&state, .service(.failed(run: nil, message: "NaN in blocks.0.norm1.weight")))
    #expect(state.preparation.failure == "NaN in blocks.0.norm1.weight")
  }

  @Test("a stage ends with its result, even if its last progress was dropped") func stageEnds() {
    var state = Fixture.state()
    _ = update(&state, .service(.progress(.floatReference, done: 700, total: 800)))
    #expect(state.preparation.stage == .floatReference)
    _ = update(&state, .service(.floatFinished(Fixture.reference)))
    #expect(state.preparation.stage == nil)
  }

  @Test("one bar and one time stand for everything until the first figure") func oneProgress() {
    var state = Fixture.state()
    _ = update(&state, .started)
    _ = update(
      &state,
      .service(
        .planned([
          .init(.loadingImages, total: 100, secondsPerUnit: 0.1), .init(.floatReference, total: 100, secondsPerUnit: 0.2),
          .init(.calibrating(.minmax), total: 50, secondsPerUnit: 0.4), .init(.evaluating, total: 50, secondsPerUnit: 0.1),
        ])))
    #expect(state.rendered().text.contains("loading images  0/100 images"))
    #expect(state.rendered().text.contains("about 55 s left until the first figure"))
    _ = update(&state, .service(.progress(.loadingImages, done: 0, total: 100)))
    state.clock = 10
    _ = update(&state, .service(.progress(.loadingImages, done: 100, total: 100)))
    #expect(state.rendered().text.contains("float model  0/100 images"))
    #expect(state.rendered().text.contains("about 45 s left until the first figure"))
    #expect(abs(state.preparation.fraction - 10.0 / 55) < 1e-9)
    // The float model and the calibration were kept.
    _ = update(&state, .service(.floatFinished(Fixture.reference)))
    _ = update(&state, .service(.calibrated(Fixture.calibration(.minmax))))
    #expect(state.preparation.stage == .evaluating)
    _ = update(&state, .service(.finished(run: 1, Fixture.report(state.configuration))))
    #expect(state.preparation.stage == nil && state.preparation.fraction == 1)
  }

  @Test("a plan that comes after a step has ended does not begin with it again") func latePlan() {
    var preparation = Preparation()
    preparation.advance(.loadingImages, done: 50, total: 50, clock: 1)
    preparation.finish(.loadingImages, clock: 1)
    let steps = [
      StartPlan.Step(.loadingImages, total: 50, secondsPerUnit: 0.1), .init(.floatReference, total: 50, secondsPerUnit: 0.1),
      .init(.evaluating, total: 50, secondsPerUnit: 0.1),
    ]
    preparation.begin(steps, clock: 2)
    #expect(preparation.stage == .floatReference)
    for stage in [ServiceEvent.Stage.floatReference, .evaluating] { preparation.finish(stage, clock: 3) }
    #expect(preparation.stage == nil)
    // An evaluation is done anew for the next figure.
    preparation.begin(steps, clock: 4)
    #expect(preparation.stage == .evaluating)
  }

  @Test("figures of other images are taken back, and asked for anew") func withdrawn() {
    var state = Fixture.prepared()
    _ = Fixture.press(&state, "p")
    _ = update(&state, .service(.finished(run: 2, Fixture.report(state.configuration))))
    let effects = update(&state, .service(.withdrawn(reason: "image files changed")))
    guard case .evaluate(state.configuration, let run)? = effects.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(state.notice == Notice("image files changed", .warning))
    #expect(state.runs.records.allSatisfy { $0.tally == nil && $0.report == nil })
    #expect(state.findings.reference == nil && state.calibration == nil && state.findings.imageCount == nil)
    #expect(!state.findings.weightErrors.isEmpty)
    #expect(!state.rendered().text.contains("top-1 8"))
    _ = update(&state, .service(.finished(run: run, Fixture.report(state.configuration))))
    #expect(state.runs.current?.tally != nil)
  }

  @Test("a kept run's figures show before the images are told") func finishedFirst() {
    var state = Fixture.state()
    _ = update(&state, .started)
    _ = update(&state, .service(.finished(run: 1, Fixture.report(state.configuration))))
    #expect(state.rendered().text.contains("top-1"))
    for event in Fixture.preparation { _ = update(&state, .service(event)) }
    #expect(state.rendered().text.contains("top-1") && state.rendered().text.contains("800 images"))
  }

  @Test("time left follows the pace") func timeLeft() {
    var preparation = Preparation()
    preparation.advance(.loadingImages, done: 0, total: 100, clock: 10)
    #expect(preparation.secondsLeft == nil)
    preparation.advance(.loadingImages, done: 25, total: 100, clock: 11)
    #expect(preparation.secondsLeft == 3)
    preparation.advance(.loadingImages, done: 100, total: 100, clock: 14)
    #expect(preparation.stage == nil)
  }
}
