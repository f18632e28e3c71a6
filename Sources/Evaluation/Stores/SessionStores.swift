import Graphs
import Models

/// What earlier sessions left to a session, and what it leaves to later ones.
struct SessionStores: Sendable {
  let cache: CacheFolder
  let identity: ModelIdentity
  let calibrations: CalibrationStore
  let references: FloatReferenceStore
  let runs: RunStore
  let paces: PaceStore

  init(cache: CacheFolder, model: Model, threadCount: Int) {
    self.cache = cache
    identity = ModelIdentity(model)
    calibrations = CalibrationStore(cache: cache, model: model, identity: identity)
    references = FloatReferenceStore(cache: cache, identity: identity, classCount: model.graph.resultCount)
    runs = RunStore(cache: cache, graph: model.graph)
    paces = PaceStore(cache: cache, identity: identity, threadCount: threadCount)
  }
}
