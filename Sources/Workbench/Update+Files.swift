import Evaluation
import Terminal

/// Files, from the name that is typed to what became of them: nothing is overwritten unasked, and an export says what it lacks.
extension WorkbenchState {
  /// Asks for a name; the first free one is proposed.
  mutating func askForPath(_ kind: FileRequest.Kind) -> [Effect] {
    overlay = .path(kind, TextInput(kind.name(1), isProposal: true))
    return [.proposePath(kind)]
  }

  mutating func handlePath(_ key: Key, _ kind: FileRequest.Kind, _ input: TextInput) -> [Effect] {
    var input = input
    switch key {
    case _ where Self.isLeaving(key): overlay = nil
    case .enter:
      guard !input.text.allSatisfy(\.isWhitespace) else {
        notice = Notice("a file needs a name; Escape writes none", .warning)
        return []
      }
      return [.checkPath(fileRequest(kind, path: input.text))]
    case .tab: return [.completePath(input.text)]
    default:
      if input.recall(key, .path(kind), from: typed) || input.handle(key) { overlay = .path(kind, input) }
    }
    return []
  }

  func fileRequest(_ kind: FileRequest.Kind, path: String) -> FileRequest {
    FileRequest(kind, path: path, configuration: kind == .export ? configuration : nil)
  }

  mutating func receive(proposed path: String, for kind: FileRequest.Kind) {
    guard case .path(kind, let input) = overlay, input.isProposal else { return }
    overlay = .path(kind, TextInput(path, isProposal: true))
  }

  /// Takes what all names have in common; where that adds nothing, shows the names.
  mutating func receive(completions: [String], of text: String) {
    guard case .path(let kind, var input) = overlay, input.text == text else { return }
    guard let first = completions.first else {
      notice = Notice("no file or folder begins like this", .warning)
      return
    }
    let common = completions.dropFirst().reduce(first) { common, name in
      String(zip(common, name).prefix { $0 == $1 }.map(\.0))
    }
    if common.count > text.count {
      input.replace(with: common)
      overlay = .path(kind, input)
    }
    guard completions.count > 1 else { return }
    let names = completions.map { name in
      let parts = name.split(separator: "/")
      return (parts.last.map(String.init) ?? name) + (name.hasSuffix("/") ? "/" : "")
    }
    notice = Notice("\(completions.count) go on like this: " + names.joined(separator: "  "))
  }

  /// What is at the path is known: asks what has still to be asked, and then writes or waits.
  mutating func receive(_ finding: PathFinding, for request: FileRequest) -> [Effect] {
    switch finding {
    case .problem(let reason):
      // The line stays for another try.
      fail(reason)
      return []
    case .fileExists where !request.overwrites:
      overlay = .overwrite(request)
      return []
    case .free, .fileExists: return proceed(request)
    }
  }

  mutating func handleOverwrite(_ key: Key, _ request: FileRequest) -> [Effect] {
    switch key {
    case .character("y"):
      var request = request
      request.overwrites = true
      return proceed(request)
    case .character("n"), .character("N"), .enter, .escape, .control("c"):
      // Enter takes the safe answer; the name can be changed.
      overlay = .path(request.kind, TextInput(request.path))
    default: notice = Notice("y overwrites \(request.path), n leaves it as it is", .warning)
    }
    return []
  }

  mutating func handleFiguresMissing(_ key: Key, _ request: FileRequest) -> [Effect] {
    var request = request
    switch key {
    case .character("w"), .enter: request.figures = .awaited
    case .character("n"):
      guard calibration != nil else {
        notice = Notice("without calibration there are no scales to write: w waits, Escape leaves", .warning)
        return []
      }
      request.figures = .leftOut
    case _ where Self.isLeaving(key):
      overlay = .path(request.kind, TextInput(request.path))
      return []
    default:
      notice = Notice("w waits for the figures, n writes without them, Escape goes back", .warning)
      return []
    }
    return proceed(request)
  }

  /// Writes a file as a log has it: every question about it was answered then.
  mutating func write(asLogged request: FileRequest) -> [Effect] {
    var request = request
    if request.kind == .export, request.configuration == nil {
      let figures = request.figures
      request = fileRequest(.export, path: request.path)
      request.figures = figures
      if figures == .known, missingFigures(of: request) != nil { request.figures = .awaited }
    }
    return proceed(request)
  }

  private mutating func proceed(_ request: FileRequest) -> [Effect] {
    if request.kind == .export, request.figures == .known, missingFigures(of: request) != nil {
      overlay = .figuresMissing(request)
      return []
    }
    overlay = nil
    typed.add(request.path, to: .path(request.kind))
    log.record(request)
    if request.figures == .awaited {
      // Asked for again at the same place, it is the newer that is meant.
      files.awaiting.removeAll { $0.path == request.path }
      files.awaiting.append(request)
      let paused = isPaused ? "; it is paused, . goes on" : ""
      notice = Notice("\(request.path) is written when the figures are in\(paused)", isPaused ? .warning : .info)
      return writeAwaited()
    }
    return write(request)
  }

  private mutating func write(_ request: FileRequest) -> [Effect] {
    files.pending.append(request)
    return [.write(request, text: request.kind == .log ? logText : nil)]
  }

  /// What an export of a configuration lacks; nil where its figures are in.
  func missingFigures(of request: FileRequest) -> String? {
    guard let record = runs.records.first(where: { $0.configuration == request.configuration }) else {
      return "no figures yet"
    }
    if record.report != nil { return nil }
    guard calibration != nil else { return "no figures yet: calibration is not done" }
    guard let tally = record.tally else { return "no figures yet" }
    return "no figures yet: \(tally.imageCount) of \(tally.plannedCount) images"
  }

  /// Writes the exports that waited for what is there now.
  mutating func writeAwaited() -> [Effect] {
    let ready = files.awaiting.filter { missingFigures(of: $0) == nil }
    files.awaiting.removeAll(where: ready.contains)
    return ready.flatMap { request in
      var request = request
      request.figures = .known
      return write(request)
    }
  }

  private mutating func fail(_ reason: String) {
    files.failures.append(reason)
    notice = Notice(reason, .failure)
  }

  mutating func receive(written request: FileRequest, failure: String?) {
    if let index = files.pending.firstIndex(of: request) { files.pending.remove(at: index) }
    if let failure {
      // Most failures name the file themselves.
      fail(failure.contains(request.path) ? failure : "\(request.path) was not written: \(failure)")
      return
    }
    if request.kind == .export { files.exported = request.configuration }
    let what = request.figures == .leftOut ? "written without figures" : "written"
    notice = Notice("\(what): \(request.path)", .success)
  }

  /// Whether leaving would lose a configuration that differs from the one brought and was not exported.
  package var hasUnexportedChanges: Bool {
    configuration != history.start && configuration != files.exported
  }

  /// Why leaving asks first; nil where nothing would be lost.
  package var lossByLeaving: String? {
    if let waiting = files.awaitingText { return "\(waiting)." }
    return hasUnexportedChanges ? "The configuration was not exported." : nil
  }
}
