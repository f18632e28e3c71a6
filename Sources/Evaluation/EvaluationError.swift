package import Images
package import Kernels
package import Models
package import Quantization

/// What can go wrong between a model, its images and a figure.
package enum EvaluationError: Error, Sendable {
  case cancelled
  case model(ModelError)
  case images(ImageError)
  case listing(ListingError)
  case configuration(QuantizationError)
  case kernel(KernelError)
  /// No image of the set could be decoded.
  case noImages(path: String)
  /// A configuration is to be confirmed, and no images are held out for that.
  case noHeldOutImages
  case calibrationMissing(site: SiteID, scheme: QuantizationScheme)
  case notCalibrated
  case activationsOverflow(site: SiteID)
  case unreadableExport(path: String, reason: String)
  case digestMismatch(path: String, what: String, found: String, expected: String)
}

extension EvaluationError {
  /// Whether somebody ended it, so that nothing is known to be wrong.
  var isCancellation: Bool { if case .cancelled = self { true } else { false } }
}

extension EvaluationError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .cancelled: "cancelled"
    case .model(let error): error.description
    case .images(let error): error.description
    case .listing(let error): error.description
    case .configuration(let error): error.description
    case .kernel(let error): error.description
    case .noImages(let path): "\(path): no image could be read"
    case .noHeldOutImages: "no images are held out; give --held-out N"
    case .calibrationMissing(let site, let scheme):
      "\(site) was not calibrated for '\(scheme)'; calibrate again with this configuration"
    case .notCalibrated: "the calibration is not finished yet; wait for it and try again"
    case .activationsOverflow(let site):
      "\(site): its activations overflow 32-bit floats; the checkpoint's weights are too large or damaged"
    case .unreadableExport(let path, let reason):
      "\(path): no configuration to use: \(reason)"
    case .digestMismatch(let path, let what, let found, let expected):
      "\(path): made for another \(what) (digest \(expected.prefix(12))…, this one has \(found.prefix(12))…)"
    }
  }
}
