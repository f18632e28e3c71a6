import Dispatch
import Evaluation
import Foundation
import Models
import Quantization
import Tensors
import Terminal
import Workbench

/// A workbench without a screen: its state, and everything that its effects set going.
///
/// Opening the model, the evaluation service, looks into the networks and files run elsewhere and post messages; whoever
/// drives the session waits for `wakeDescriptor` and calls `drain`.
@MainActor
final class WorkbenchSession {
  /// A model opened and what the workbench starts with.
  struct Opening: Sendable {
    let session: EvaluationSession
    let configuration: QuantizationConfiguration
    let modelName: String
    /// Where the last session on this model ended.
    let saved: SavedSession?
    /// What `--configuration` names.
    let file: ConfigurationFile?

    init(_ open: Open, store: SessionStore?) throws(Failure) {
      self = try Failure.reporting {
        let model = try Model(folder: open.modelPath)
        let chosen = try open.choice.resolve(for: model)
        return Opening(
          session: EvaluationSession(model: model, source: try open.source.source(images: open.imagesPath)),
          configuration: chosen.configuration, modelName: model.name,
          saved: store?.load(checkpointDigest: model.checkpoint.digest), file: chosen.file)
      }
    }

    private init(
      session: EvaluationSession, configuration: QuantizationConfiguration, modelName: String, saved: SavedSession?,
      file: ConfigurationFile?
    ) {
      self.session = session
      self.configuration = configuration
      self.modelName = modelName
      self.saved = saved
      self.file = file
    }

    /// What an export of this session says of the exported file that it began with.
    var origin: ConfigurationExport.Origin? {
      file?.export.map { ConfigurationExport.Origin(digest: $0.digest, state: $0.state) }
    }
  }

  /// What a session ends with.
  enum Ending {
    case exitCode(Int32)
    case failure(Failure)
  }

  private enum Mail: Sendable {
    case opened(Result<Opening, Failure>)
    case workbench(Message)
  }

  private struct Running {
    var state: WorkbenchState
    let session: EvaluationSession
    let service: EvaluationService
    let origin: ConfigurationExport.Origin?
  }

  let modelPath: String
  /// The command line that opens the session again, from any folder.
  private let arguments: [String]
  private let store: SessionStore?
  /// Whether files are written for real.
  private let writesFiles: Bool
  /// Whether the session begins with the card of the first start.
  private let showsTour: Bool
  private var display: Display
  private let mailbox = Mailbox<Mail>()
  /// One write after the other, so that the last stands.
  private let saving = DispatchQueue(label: "fqvit.session")
  private let start = ContinuousClock.now
  private var running: Running?
  private var unwrittenCount = 0
  var ending: Ending?

  /// - Parameter store: where the session is kept; nil keeps nothing.
  init(
    modelPath: String, arguments: [String], display: Display, store: SessionStore?, writesFiles: Bool = true,
    showsTour: Bool = false
  ) {
    self.modelPath = modelPath
    self.arguments = arguments
    self.display = display
    self.store = store
    self.writesFiles = writesFiles
    self.showsTour = showsTour
  }

  /// Readable when `drain` has something to do.
  var wakeDescriptor: Int32 { mailbox.wakeDescriptor }

  /// Whether a file is being written of which no message has told yet what became of it.
  var isWriting: Bool { unwrittenCount > 0 }

  /// Nil until the model is open.
  var state: WorkbenchState? { running?.state }

  /// Opens the model elsewhere.
  func open(_ open: @escaping @Sendable () throws -> Opening) {
    let mailbox = mailbox
    DispatchQueue.global(qos: .userInitiated).async {
      mailbox.post(.opened(Result(catching: { () throws(Failure) in try Failure.reporting(open) })))
    }
  }

  /// Handles what has arrived; nil where nothing has, else the effects that only a terminal can carry out.
  func drain() -> [Effect]? {
    let mails = mailbox.drain()
    guard !mails.isEmpty else { return nil }
    return mails.flatMap { mail -> [Effect] in
      guard ending == nil else { return [] }
      switch mail {
      case .opened(.failure(let failure)):
        ending = .failure(failure)
        return []
      case .opened(.success(let opening)): return begin(opening)
      case .workbench(let message): return send(message)
      }
    }
  }

  /// Updates the state and sets going what that asks for; returns the effects that only a terminal can carry out.
  func send(_ message: Message) -> [Effect] {
    guard running != nil else {
      if case .key(.resize(let size)) = message { display.size = size }
      return []
    }
    switch message {
    case .exportFinished, .screenWritten, .logWritten: unwrittenCount -= 1
    default: break
    }
    running?.state.clock = (ContinuousClock.now - start).seconds
    // In its place, so that no update copies what the state holds.
    let effects = update(&running!.state, message)
    return effects.filter { !perform($0) }
  }

  /// The screen as it is now; what is being opened, before anything of it is known.
  func picture() -> CellBuffer {
    if let running {
      var buffer = CellBuffer(size: running.state.display.size)
      render(running.state, into: &buffer)
      return buffer
    }
    var buffer = CellBuffer(size: display.size)
    buffer.write("fqvit", x: 1, y: 0, style: Style(bold: true))
    buffer.write("opening \(modelPath) …", x: 8, y: 0, maxWidth: max(0, buffer.width - 9))
    return buffer
  }

  /// Keeps where the session is, for the next one to return to.
  ///
  /// - Parameter waits: whether the files are there on return; a loop that draws does not wait for a disk.
  func save(waits: Bool) {
    guard let running, let store else { return }
    let saved = SavedSession(running.state, checkpointDigest: running.session.model.checkpoint.digest)
    let log = running.state.log
    let write: @Sendable () -> Void = { store.save(saved, log: log.text) }
    if waits { saving.sync(execute: write) } else { saving.async(execute: write) }
  }

  private func begin(_ opening: Opening) -> [Effect] {
    let service = EvaluationService(session: opening.session)
    running = Running(
      state: WorkbenchState(
        modelName: opening.modelName, graph: opening.session.model.graph, configuration: opening.configuration,
        classNames: [], display: display, arguments: arguments, savedSession: opening.saved),
      session: opening.session, service: service, origin: opening.origin)
    if let file = opening.file, file.export.map({ $0.state != .verified }) ?? false {
      running?.state.notice = Notice(ConfigurationFileOutput(file).text, .warning)
    }
    if showsTour {
      running?.state.overlay = .tour
      if let store { saving.async { TourMark(folder: store.folder).set() } }
    }
    let mailbox = mailbox
    Task.detached { await service.serve() }
    Task.detached {
      for await event in service.events { mailbox.post(.workbench(.service(event))) }
    }
    return send(.started)
  }

  /// Whether the effect is carried out; the terminal's are not.
  private func perform(_ effect: Effect) -> Bool {
    guard let running else { return false }
    switch effect {
    case .evaluate(let configuration, let run):
      running.service.send(.evaluate(configuration, run: run))
      // A crash takes no more than the last moves of the cursor with it.
      save(waits: false)
    case .cancelEvaluation: running.service.send(.cancel)
    case .probe(let request): probe(request, session: running.session)
    case .export(let path, let configuration):
      let (session, origin) = (running.session, running.origin)
      write(path, answer: Message.exportFinished) {
        try session.export(of: configuration, origin: origin).write(to: path)
      }
    case .writeScreen(let path):
      let picture = picture()
      write(path, answer: Message.screenWritten) {
        try picture.write(to: path)
      }
    case .writeLog(let path, let text):
      write(path, answer: Message.logWritten) { try AtomicFile.write(text, to: path) }
    case .quit: ending = .exitCode(0)
    case .suspend, .beep: return false
    }
    return true
  }

  private func write(
    _ path: String, answer: @escaping @Sendable (String, String?) -> Message,
    _ write: @escaping @Sendable () throws -> Void
  ) {
    unwrittenCount += 1
    let mailbox = mailbox
    let writesFiles = writesFiles
    DispatchQueue.global(qos: .userInitiated).async {
      var failure: String?
      do { if writesFiles { try write() } } catch { failure = "\(error)" }
      mailbox.post(.workbench(answer(path, failure)))
    }
  }

  private func probe(_ request: ProbeRequest, session: EvaluationSession) {
    let mailbox = mailbox
    DispatchQueue.global(qos: .userInitiated).async {
      let answer: ProbeAnswer
      do throws(EvaluationError) {
        switch request {
        case .attention(let attention, let image, let configuration):
          answer = .attention(try session.attentionMap(of: attention, image: image, configuration: configuration))
        case .accumulatedErrors(let configuration):
          answer = .accumulatedErrors(try session.accumulatedErrors(of: configuration))
        }
      } catch {
        answer = .failed(error.description)
      }
      mailbox.post(.workbench(.probed(request, answer)))
    }
  }
}
