import Dispatch
import Evaluation
import Foundation
import Models
import Quantization
import Tensors
import Terminal
import Workbench

/// The program's one loop: waits for keys and messages, updates the state, carries out effects, draws.
///
/// It sleeps in poll(2) until something arrives and never waits for work: opening the model, the evaluation service and
/// exports run elsewhere and post messages.
@MainActor
final class WorkbenchLoop {
  /// A model opened and what the workbench starts with.
  struct Opening: Sendable {
    let session: EvaluationSession
    let configuration: QuantizationConfiguration
    let modelName: String

    init(model path: String, images: String, source: SourceOptions, choice: ConfigurationOptions) throws(Failure) {
      self = try Failure.reporting {
        let model = try Model(folder: path)
        let configuration = try choice.resolve(for: model).configuration
        if let problem = configuration.problem(for: model.graph) { throw Failure.failed(problem.description) }
        return Opening(
          session: EvaluationSession(model: model, source: source.source(images: images)),
          configuration: configuration, modelName: model.name)
      }
    }

    private init(session: EvaluationSession, configuration: QuantizationConfiguration, modelName: String) {
      self.session = session
      self.configuration = configuration
      self.modelName = modelName
    }
  }

  private enum Mail: Sendable {
    case opened(Result<Opening, Failure>)
    case workbench(Message)
  }

  /// What the loop ends with.
  private enum Ending {
    case exitCode(Int32)
    case failure(Failure)
  }

  private struct Running {
    var state: WorkbenchState
    let session: EvaluationSession
    let service: EvaluationService
  }

  private let screen: any Screen
  private let glyphs: GlyphSet
  private let modelPath: String
  private let open: @Sendable () throws -> Opening
  private let mailbox = Mailbox<Mail>()
  private let start = ContinuousClock.now
  private var running: Running?
  private var ending: Ending?

  init(
    screen: any Screen, glyphs: GlyphSet, modelPath: String, open: @escaping @Sendable () throws -> Opening
  ) {
    self.screen = screen
    self.glyphs = glyphs
    self.modelPath = modelPath
    self.open = open
  }

  /// Runs until the user leaves, and gives the terminal back.
  ///
  /// - Returns: the exit code; 128 + n where the signal n ended the program.
  func run(inputs: [Int32]) throws(Failure) -> Int32 {
    drawOpening()
    let mailbox = mailbox
    let open = open
    DispatchQueue.global(qos: .userInitiated).async {
      mailbox.post(.opened(Result(catching: { () throws(Failure) in try Failure.reporting(open) })))
    }
    let waiter = InputWaiter(descriptors: inputs + [mailbox.wakeDescriptor])
    while ending == nil {
      var isChanged = false
      while ending == nil, let key = screen.nextKey() {
        handle(key)
        isChanged = true
      }
      for mail in mailbox.drain() where ending == nil {
        handle(mail)
        isChanged = true
      }
      if isChanged, ending == nil { draw() } else if ending == nil { _ = waiter.wait() }
    }
    screen.restore()
    switch ending {
    case .failure(let failure): throw failure
    case .exitCode(let code): return code
    case nil: return 0
    }
  }

  private func handle(_ key: Key) {
    switch key {
    case .signal(let number): ending = .exitCode(128 + number)
    case .control("z"): screen.suspend()
    default:
      if running != nil {
        send(.key(key))
      } else if [.control("c"), .character("q"), .escape].contains(key) {
        ending = .exitCode(0)
      }
    }
  }

  private func handle(_ mail: Mail) {
    switch mail {
    case .opened(.failure(let failure)): ending = .failure(failure)
    case .opened(.success(let opening)): begin(opening)
    case .workbench(let message): send(message)
    }
  }

  private func begin(_ opening: Opening) {
    let service = EvaluationService(session: opening.session)
    let display = Display(size: screen.size, glyphs: glyphs, theme: Theme(depth: screen.colorDepth))
    running = Running(
      state: WorkbenchState(
        modelName: opening.modelName, graph: opening.session.model.graph, configuration: opening.configuration,
        classNames: [], display: display),
      session: opening.session, service: service)
    let mailbox = mailbox
    Task.detached { await service.serve() }
    Task.detached {
      for await event in service.events { mailbox.post(.workbench(.service(event))) }
    }
    send(.started)
  }

  private func send(_ message: Message) {
    guard var running else { return }
    running.state.clock = (ContinuousClock.now - start).seconds
    let effects = update(&running.state, message)
    self.running = running
    for effect in effects { perform(effect, running) }
  }

  private func perform(_ effect: Effect, _ running: Running) {
    switch effect {
    case .evaluate(let configuration, let run): running.service.send(.evaluate(configuration, run: run))
    case .cancelEvaluation: running.service.send(.cancel)
    case .export(let path, let configuration): export(configuration, to: path, session: running.session)
    case .writeScreen(let path): writeScreen(running.state, to: path)
    case .suspend: screen.suspend()
    case .quit: ending = .exitCode(0)
    case .beep: screen.beep()
    }
  }

  private func export(_ configuration: QuantizationConfiguration, to path: String, session: EvaluationSession) {
    let mailbox = mailbox
    DispatchQueue.global(qos: .userInitiated).async {
      var failure: String?
      do { try session.export(of: configuration).write(to: path) } catch { failure = "\(error)" }
      mailbox.post(.workbench(.exportFinished(path: path, failure: failure)))
    }
  }

  private func writeScreen(_ state: WorkbenchState, to path: String) {
    var picture = CellBuffer(size: state.display.size)
    render(state, into: &picture)
    let mailbox = mailbox
    DispatchQueue.global(qos: .userInitiated).async { [picture] in
      var failure: String?
      let text = path.hasSuffix(".svg") ? picture.svg() : picture.text + "\n"
      do { try AtomicFile.write(text, to: path) } catch { failure = "\(error)" }
      mailbox.post(.workbench(.screenWritten(path: path, failure: failure)))
    }
  }

  private func draw() {
    guard let running else {
      drawOpening()
      return
    }
    var buffer = CellBuffer(size: running.state.display.size)
    render(running.state, into: &buffer)
    screen.present(buffer)
  }

  /// The first paint: what is being opened, before anything of it is known.
  private func drawOpening() {
    var buffer = CellBuffer(size: screen.size)
    buffer.write("fqvit", x: 1, y: 0, style: Style(bold: true))
    buffer.write("opening \(modelPath) …", x: 8, y: 0, maxWidth: max(0, buffer.width - 9))
    screen.present(buffer)
  }
}
