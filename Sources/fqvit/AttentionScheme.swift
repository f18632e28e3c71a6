import ArgumentParser
import Quantization

/// A step of the attention ladder below LIS.
struct AttentionScheme {
  let scheme: QuantizationScheme

  init(parsing argument: String) throws {
    switch QuantizationScheme(argument) {
    case .logIntSoftmax?: throw ValidationError("LIS is chosen by --lis; expected float, uniform8, uniform4 or log2-4")
    case let scheme? where SiteRole.attention.allows(scheme): self.scheme = scheme
    default: throw ValidationError("expected float, uniform8, uniform4 or log2-4")
    }
  }
}
