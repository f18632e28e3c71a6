package import Evaluation
package import Quantization

/// Every configuration tried in this session, and which one is being evaluated now.
///
/// A configuration that is tried again keeps its record, so that the list shows each once; one that was broken off before
/// its first image has a record too, so that numbers depend on what was done and not on how fast.
package struct RunLog: Hashable, Sendable {
  /// In the order of their first try.
  package private(set) var records: [RunRecord] = []
  /// The record of the present configuration.
  package private(set) var currentID: Int?
  /// The record with figures that was the current one before.
  private(set) var previousID: Int?
  /// The record that others are compared with; nil compares with the float model.
  package var baselineID: Int?
  private var nextRun = 1

  /// The record evaluated last first, so that one that is tried again moves up.
  package var newestFirst: [RunRecord] { records.sorted { $0.run > $1.run } }

  package init() {}

  package var current: RunRecord? { currentID.flatMap(record) }
  package var previous: RunRecord? { previousID.flatMap(record) }
  package var baseline: RunRecord? { baselineID.flatMap(record) }

  /// That the best of the finished runs looks better than it is, once there are many.
  package var selectionRemark: SelectionRemark? { SelectionRemark(runCount: records.count { $0.report != nil }) }

  package func record(_ id: Int) -> RunRecord? { records.first { $0.id == id } }

  /// Makes `configuration` the current one and returns the run that its results will bear.
  package mutating func start(_ configuration: QuantizationConfiguration) -> Int {
    if let current, current.tally != nil, current.configuration != configuration { previousID = current.id }
    stopCurrent()
    let run = nextRun
    nextRun += 1
    if let index = records.firstIndex(where: { $0.configuration == configuration }) {
      records[index].run = run
      records[index].status = .running
      currentID = records[index].id
    } else {
      let id = (records.last?.id ?? 0) + 1
      records.append(RunRecord(id: id, run: run, configuration: configuration))
      currentID = id
    }
    return run
  }

  /// Marks the current run as ended before its time; whatever it still sends is stale.
  package mutating func stopCurrent() {
    changeCurrent { if $0.status == .running { $0.status = .stopped } }
  }

  package mutating func show(_ tally: EvaluationTally, imagesPerSecond: Double, of run: Int) {
    change(run) {
      $0.tally = tally
      $0.imagesPerSecond = imagesPerSecond
    }
  }

  package mutating func finish(_ report: EvaluationReport, of run: Int) {
    change(run) {
      $0.tally = report.tally
      $0.status = .finished
      // A recalled answer took no time: what the first one took stays on record.
      if report.isRecalled, $0.report != nil { return }
      $0.report = report
      if !report.isRecalled { $0.imagesPerSecond = report.imagesPerSecond }
    }
  }

  package mutating func fail(_ message: String, of run: Int) {
    change(run) { $0.status = .failed(message) }
  }

  /// Takes every figure back, because they are of other images.
  package mutating func withdraw() {
    for index in records.indices {
      records[index].tally = nil
      records[index].report = nil
      records[index].imagesPerSecond = nil
      records[index].status = .stopped
    }
    previousID = nil
    baselineID = nil
  }

  /// Whether results that bear `run` are those of the current evaluation.
  package func accepts(_ run: Int) -> Bool {
    current.map { $0.run == run && $0.status == .running } ?? false
  }

  private mutating func change(_ run: Int, _ body: (inout RunRecord) -> Void) {
    guard accepts(run) else { return }
    changeCurrent(body)
  }

  private mutating func changeCurrent(_ body: (inout RunRecord) -> Void) {
    guard let index = records.firstIndex(where: { $0.id == currentID }) else { return }
    body(&records[index])
  }
}
