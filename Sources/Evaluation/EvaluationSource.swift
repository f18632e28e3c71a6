package import Graphs
package import Models
package import Quantization

/// Where a session's images come from and how it calibrates.
package struct EvaluationSource: Sendable {
  package var imagesPath: String
  /// Nil: some of the evaluation images calibrate, and the report says so.
  package var calibrationPath: String?
  package var calibrationOrderPath: String?
  package var mode: CalibrationOptions.Mode
  /// So many evaluation images only, spread evenly over the classes.
  package var limit: Int?
  /// So many evaluation images, spread evenly over the classes, are kept from every run; nil holds none out.
  package var heldOutCount: Int?
  package var threadCount: Int
  /// Nil: nothing is kept between sessions.
  package var cacheFolder: String?
  /// Bytes that the cache may take on disk.
  package var cacheByteLimit: Int
  /// Whether image files that look as they did count as the same ones until somebody has read them, so that kept figures
  /// show at once; whoever sets it calls `verifyImages`.
  package var trustsFileTimes: Bool
  package var arithmetic: PlanCompiler.Arithmetic
  /// Bytes of codes that are kept between evaluations, so that a change begins where it first shows.
  package var prefixByteBudget: Int

  /// Evaluation images that calibrate where no calibration folder is given.
  package static let borrowedCalibrationCount = 100

  package init(
    imagesPath: String, calibrationPath: String? = nil, calibrationOrderPath: String? = nil,
    mode: CalibrationOptions.Mode = .default, limit: Int? = nil, heldOutCount: Int? = nil, threadCount: Int, cacheFolder: String? = nil,
    cacheByteLimit: Int = CacheFolder.defaultByteLimit, trustsFileTimes: Bool = false,
    arithmetic: PlanCompiler.Arithmetic = .integer, prefixByteBudget: Int = PrefixStore.defaultByteBudget
  ) {
    self.imagesPath = imagesPath
    self.calibrationPath = calibrationPath
    self.calibrationOrderPath = calibrationOrderPath
    self.mode = mode
    self.limit = limit
    self.heldOutCount = heldOutCount
    self.threadCount = threadCount
    self.cacheFolder = cacheFolder
    self.cacheByteLimit = cacheByteLimit
    self.trustsFileTimes = trustsFileTimes
    self.arithmetic = arithmetic
    self.prefixByteBudget = prefixByteBudget
  }

  /// Nil: all images of the calibration folder.
  var calibrationLimit: Int? { calibrationPath == nil ? Self.borrowedCalibrationCount : nil }

  /// The calibration that `configuration` needs.
  package func calibrationOptions(
    for configuration: QuantizationConfiguration, graph: Graph
  ) -> CalibrationOptions {
    let layerWise = graph.activationSites.compactMap { site -> Int? in
      guard case .uniform(let bits, .layerWise) = configuration.scheme(at: site) else { return nil }
      return bits
    }
    let integerSoftmaxes = graph.attentions.map(\.probabilities).filter { id in
      guard let site = graph.site(id), case .logIntSoftmax = configuration.scheme(at: site) else { return false }
      return true
    }
    return CalibrationOptions(
      observer: configuration.observer, mode: mode,
      logIntSoftmaxSites: mode == .reference ? integerSoftmaxes : [],
      scoredWidths: configuration.observer == .omse ? Set(layerWise + [8]).sorted() : [8])
  }
}
