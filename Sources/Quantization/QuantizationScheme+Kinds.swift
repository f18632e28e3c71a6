import Texts

extension QuantizationScheme {
  package var isPowersOfTwoScale: Bool { if case .powersOfTwoScale = self { true } else { false } }
  package var isLogIntSoftmax: Bool { if case .logIntSoftmax = self { true } else { false } }
  package var isLog2: Bool { if case .log2 = self { true } else { false } }
}

extension QuantizationScheme {
  /// What to say of a word that is no scheme.
  package static func expectation(insteadOf word: String) -> String {
    let widths = "\(IntegerFormat.widths.lowerBound) to \(IntegerFormat.widths.upperBound)"
    return "'\(word.printable(limit: 60))' is no scheme; expected float, uniform8, uniform8-channel-wise, pts8, log2-4 or "
      + "lis4, each with \(widths) bits"
  }
}
