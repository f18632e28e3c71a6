extension QuantizationScheme {
  package var isUniform: Bool { if case .uniform = self { true } else { false } }
  package var isPowersOfTwoScale: Bool { if case .powersOfTwoScale = self { true } else { false } }
  package var isLogIntSoftmax: Bool { if case .logIntSoftmax = self { true } else { false } }
  package var isLog2: Bool { if case .log2 = self { true } else { false } }
}
