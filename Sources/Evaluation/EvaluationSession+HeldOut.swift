package import Quantization

extension EvaluationSession {
  /// A configuration's figures on the images that are held out, which neither runs nor a borrowed calibration have seen.
  ///
  /// Blocks until done; the float model runs on them at the first call.
  ///
  /// - Parameters:
  ///   - quantizers: those of an exported file; where nil, the session's own calibration gives them.
  ///   - progress: images done and to do.
  /// - Throws: `noHeldOutImages` where the source holds none out.
  package func confirm(
    _ configuration: QuantizationConfiguration, quantizers: QuantizerTable? = nil, cancellation: CancellationFlag,
    progress: @escaping Progress = { _, _ in }
  ) throws(EvaluationError) -> EvaluationTally {
    guard let heldOutSet else { throw .noHeldOutImages }
    _ = try heldOutSet.verify(cancellation: cancellation)
    let images = try heldOutSet.load(cancellation: cancellation, progress: { _, _ in })
    let total = 2 * images.count
    let float: FloatReference
    if let stored = stores?.references.load(
      imageListDigest: images.digest, imageCount: images.count, hasLabels: images.labels != nil)
    {
      float = stored
    } else {
      float = try runFloatModel(on: images, cancellation: cancellation) { done, _ in progress(done, total) }
      stores?.references.save(float, imageListDigest: images.digest)
    }
    let plan = try plan(for: configuration, quantizers: quantizers, cancellation: cancellation)
    let outcomes = try Evaluator(model: model, images: images, threadCount: source.threadCount).run(
      plan, reference: float.logits, cancellation: cancellation, onPrefix: { progress(images.count + $0.count, total) })
    return EvaluationTally(outcomes: outcomes, float: float.outcomes, plannedCount: images.count)
  }
}
