import Dispatch
import Graphs
import Evaluation
import Foundation
import Locks
import Models
import Quantization
import Tensors
import Terminal
import Texts
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
        let model = try Model(path: open.modelPath, stated: open.network.stated)
        let chosen = try open.choice.resolve(for: model)
        var source = try open.source.source(images: open.imagesPath)
        // The screen shows kept figures at once; the service reads the files meanwhile, and takes back what is not theirs.
        // A script, which has no store, sees final figures only.
        source.trustsFileTimes = store != nil
        return Opening(
          session: EvaluationSession(model: model, source: source),
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
    /// What the disk says to the question of that number.
    case answered(Int, Message)
    /// The time of the notice with that number is over.
    case noticeExpired(Int)
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
  private let files: SessionFiles
  /// Whether somebody looks at the screen, so that notices go away with time.
  private let isWatched: Bool
  /// Whether the session begins with the card of the first start.
  private let showsTour: Bool
  private var display: Display
  private let mailbox = Mailbox<Mail>()
  /// One write after the other, so that the last stands.
  private let saving = DispatchQueue(label: "fqvit.session")
  private let start = ContinuousClock.now
  private var running: Running?
  private var unwrittenCount = 0
  /// What the model was taken for, until a key takes it away: what is only information does not.
  private var modelRemark: Notice?
  /// Counts notices, so that the time of one does not end another.
  private var noticeNumber = 0
  private let writing = DispatchGroup()
  /// The question that the disk is asked now, which may take as long as a network takes.
  private var question: Int?
  private var questionCount = 0
  /// Keys that were pressed meanwhile, and which the answer may concern.
  private var heldKeys: [Key] = []
  var ending: Ending?

  /// - Parameters:
  ///   - store: where the session is kept; nil keeps nothing.
  ///   - writing: what becomes of the files that it is asked to write.
  ///   - isWatched: whether a person sits before it; a script is not asked and reads notices at its own pace.
  init(
    modelPath: String, arguments: [String], display: Display, store: SessionStore?, writing: SessionFiles.Writing = .asking,
    isWatched: Bool = false, showsTour: Bool = false
  ) {
    self.modelPath = modelPath
    self.arguments = arguments
    self.display = display
    self.store = store
    files = SessionFiles(writing)
    self.isWatched = isWatched
    self.showsTour = showsTour
  }

  /// Threads that a session needs beside one for each core: for its tasks, the service's work and the files.
  private static let spareThreads = 4

  /// Readable when `drain` has something to do.
  var wakeDescriptor: Int32 { mailbox.wakeDescriptor }

  /// Whether a file is being written of which no message has told yet what became of it.
  var isWriting: Bool { unwrittenCount > 0 }

  /// Nil until the model is open.
  var state: WorkbenchState? { running?.state }

  /// Opens the model elsewhere.
  func open(_ open: @escaping @Sendable () throws -> Opening) {
    let mailbox = mailbox
    let threadCount = ProcessInfo.processInfo.activeProcessorCount + Self.spareThreads
    guard BackgroundThread.canRun(threadCount) else {
      mailbox.post(
        .opened(
          .failure(
            .failed(
              "\(threadCount) threads are needed and cannot be had; raise the limit of processes (ulimit -u, or pids.max of "
                + "the container)"))))
      return
    }
    BackgroundThread.run {
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
      case .answered(let number, let message): return number == question ? receive(answer: message) : []
      case .noticeExpired(let number): return number == noticeNumber ? send(.noticeExpired) : []
      }
    }
  }

  /// Updates the state and sets going what that asks for; returns the effects that only a terminal can carry out.
  func send(_ message: Message) -> [Effect] {
    guard running != nil else {
      if case .key(.resize(let size)) = message { display.size = size }
      return []
    }
    if case .key(let key) = message, isHeld(key) { return [] }
    if case .fileWritten = message { unwrittenCount -= 1 }
    if case .key = message { modelRemark = nil }
    running?.state.clock = (ContinuousClock.now - start).seconds
    let notice = running?.state.notice
    // In its place, so that no update copies what the state holds.
    let effects = update(&running!.state, message)
    if let modelRemark, running?.state.notice?.severity == .info { running?.state.notice = modelRemark }
    if isWatched, running?.state.notice != notice { scheduleEndOfNotice() }
    return effects.flatMap(perform)
  }

  /// Keeps a key for later where the disk still owes an answer; Ctrl-C waits for none.
  private func isHeld(_ key: Key) -> Bool {
    guard question != nil else { return false }
    switch key {
    case .resize, .signal: return false
    case .control("c"):
      // Meant for the disk, and for nothing else that it may do.
      (question, heldKeys) = (nil, [])
      say(Notice("the disk is not waited for any longer", .warning))
    default:
      heldKeys.append(key)
      say(Self.waitingNotice)
    }
    return true
  }

  private static let waitingNotice = Notice("the disk has not answered yet; Ctrl-C goes on without it", .warning)

  private func say(_ notice: Notice?) {
    running?.state.notice = notice
    scheduleEndOfNotice()
  }

  private func receive(answer: Message) -> [Effect] {
    question = nil
    if running?.state.notice == Self.waitingNotice { say(nil) }
    var effects = send(answer)
    while question == nil, ending == nil, !heldKeys.isEmpty { effects += send(.key(heldKeys.removeFirst())) }
    return effects
  }

  /// Asks the disk, off the thread that draws. A script, which nobody watches, waits for the answer.
  private func ask(_ answer: @escaping @Sendable (SessionFiles) -> Message) -> [Effect] {
    guard isWatched else { return send(answer(files)) }
    questionCount += 1
    question = questionCount
    let (mailbox, files, number) = (mailbox, files, questionCount)
    BackgroundThread.run { mailbox.post(.answered(number, answer(files))) }
    return []
  }

  private func scheduleEndOfNotice() {
    noticeNumber += 1
    guard let seconds = running?.state.notice?.secondsOnScreen else { return }
    let (mailbox, number) = (mailbox, noticeNumber)
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { mailbox.post(.noticeExpired(number)) }
  }

  /// Waits for files that are still being written, as long as anybody would.
  func finishWriting() { _ = writing.wait(timeout: .now() + 10) }

  /// The screen as it is now; what is being opened, before anything of it is known.
  func picture() -> CellBuffer {
    if let running {
      var buffer = CellBuffer(size: running.state.display.size)
      render(running.state, into: &buffer)
      return buffer
    }
    var buffer = CellBuffer(size: display.size)
    buffer.write("fqvit", x: 1, y: 0, style: Style(bold: true))
    buffer.write(display.glyphs.spelled("opening \(modelPath.printable) …"), x: 8, y: 0, maxWidth: max(0, buffer.width - 9))
    return buffer
  }

  /// Keeps where the session is, for the next one to return to.
  ///
  /// - Parameter waits: whether the files are there on return; a loop that draws does not wait for a disk.
  func save(waits: Bool) {
    guard let running, let store else { return }
    let saved = SavedSession(running.state, checkpointDigest: running.session.model.checkpoint.digest)
    let (log, configuration, graph) = (running.state.log, running.state.configuration, running.state.graph)
    let write: @Sendable () -> Void = { store.save(saved, log: log.text(ending: configuration, in: graph)) }
    if waits { saving.sync(execute: write) } else { saving.async(execute: write) }
  }

  private func begin(_ opening: Opening) -> [Effect] {
    let service = EvaluationService(session: opening.session)
    running = Running(
      state: WorkbenchState(
        modelName: opening.modelName, graph: opening.session.model.graph, configuration: opening.configuration,
        classNames: [], display: display, arguments: arguments, savedSession: opening.saved),
      session: opening.session, service: service, origin: opening.origin)
    modelRemark = opening.session.model.remark.map { Notice($0, .warning) }
    running?.state.notice = modelRemark
    if let file = opening.file, file.export != nil {
      running?.state.notice = Notice(ConfigurationFileOutput(file, usesNumbers: false).text, .warning)
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

  /// Sets an effect going; returns what of it, or of what follows at once, only a terminal can carry out.
  private func perform(_ effect: Effect) -> [Effect] {
    guard let running else { return [effect] }
    switch effect {
    case .evaluate(let configuration, let run):
      running.service.send(.evaluate(configuration, run: run))
      // A crash takes no more than the last moves of the cursor with it.
      save(waits: false)
    case .cancelEvaluation: running.service.send(.cancel)
    case .probe(let request): probe(request, session: running.session)
    case .confirm(let configuration): confirm(configuration, session: running.session)
    case .proposePath(let kind): return ask { .pathProposed(kind, $0.proposal(kind)) }
    case .completePath(let text): return ask { .pathCompleted(text, $0.completions(of: text)) }
    case .checkPath(let request): return ask { .pathChecked(request, $0.finding(request)) }
    case .write(let request, let text): write(request, text: text, session: running.session)
    case .quit: ending = .exitCode(0)
    case .suspend, .beep: return [effect]
    }
    return []
  }

  private func write(_ request: FileRequest, text: String?, session: EvaluationSession) {
    unwrittenCount += 1
    let (mailbox, files, writing, origin) = (mailbox, files, writing, running?.origin)
    let picture = request.kind == .screen ? picture() : nil
    writing.enter()
    BackgroundThread.run {
      defer { writing.leave() }
      var failure: String?
      do {
        try files.write(request) { path in
          if let picture { try picture.write(to: path) }
          if let text { try AtomicFile.write(text, to: path) }
          if let configuration = request.configuration { try session.export(of: configuration, origin: origin).write(to: path) }
        }
      } catch let refusal as Failure {
        failure = refusal.message
      } catch {
        failure = "\(error)"
      }
      mailbox.post(.workbench(.fileWritten(request, failure: failure)))
    }
  }

  private func confirm(_ configuration: QuantizationConfiguration, session: EvaluationSession) {
    let mailbox = mailbox
    BackgroundThread.run {
      let answer: Confirmations.Answer
      do throws(EvaluationError) {
        answer = .figures(try session.confirm(configuration, cancellation: CancellationFlag()))
      } catch {
        answer = .failed(error.description)
      }
      mailbox.post(.workbench(.confirmed(configuration, answer)))
    }
  }

  private func probe(_ request: ProbeRequest, session: EvaluationSession) {
    let mailbox = mailbox
    BackgroundThread.run {
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
