/// What the user chose at a site; calibration turns it into a `Quantizer`.
///
/// Coded as one word, as it is shown: `float`, `uniform8`, `uniform8-channel-wise`, `pts8`, `log2-4`, `lis4`.
package enum QuantizationScheme: Hashable, Sendable {
  case float
  case uniform(bits: Int, granularity: Granularity)
  case powersOfTwoScale(bits: Int)
  /// A float softmax whose probabilities are rounded to powers of two.
  case log2(bits: Int)
  /// The softmax itself in integers, its probabilities powers of two.
  case logIntSoftmax(bits: Int)

  /// One scale for the tensor at `bits` bits, the usual scheme of an activation.
  package static func layerWise(_ bits: Int) -> Self { .uniform(bits: bits, granularity: .layerWise) }
  /// One scale per channel at `bits` bits, the usual scheme of a weight.
  package static func channelWise(_ bits: Int) -> Self { .uniform(bits: bits, granularity: .channelWise) }

  /// The steps of the attention ladder, in the order of the paper's ablation.
  package static let attentionLadder: [QuantizationScheme] = [
    .float, .layerWise(8), .layerWise(4), .log2(bits: 4), .logIntSoftmax(bits: 4),
  ]

  /// Nil for `float`.
  package var bits: Int? {
    switch self {
    case .float: nil
    case .uniform(let bits, _), .powersOfTwoScale(let bits), .log2(let bits), .logIntSoftmax(let bits): bits
    }
  }

  /// The same scheme at another width; `float` stays `float`.
  package func with(bits: Int) -> QuantizationScheme {
    switch self {
    case .float: .float
    case .uniform(_, let granularity): .uniform(bits: bits, granularity: granularity)
    case .powersOfTwoScale: .powersOfTwoScale(bits: bits)
    case .log2: .log2(bits: bits)
    case .logIntSoftmax: .logIntSoftmax(bits: bits)
    }
  }
}

extension QuantizationScheme: CustomStringConvertible, LosslessStringConvertible {
  package var description: String {
    switch self {
    case .float: "float"
    case .uniform(let bits, .layerWise): "uniform\(bits)"
    case .uniform(let bits, let granularity): "uniform\(bits)-\(granularity.rawValue)"
    case .powersOfTwoScale(let bits): "pts\(bits)"
    case .log2(let bits): "log2-\(bits)"
    case .logIntSoftmax(let bits): "lis\(bits)"
    }
  }

  package init?(_ description: String) {
    guard let scheme = Self.byName[description] else { return nil }
    self = scheme
  }

  private static let byName: [String: QuantizationScheme] = {
    var schemes: [QuantizationScheme] = [.float]
    for bits in IntegerFormat.widths {
      schemes += Granularity.allCases.map { .uniform(bits: bits, granularity: $0) }
      schemes += [.powersOfTwoScale(bits: bits), .log2(bits: bits), .logIntSoftmax(bits: bits)]
    }
    return Dictionary(uniqueKeysWithValues: schemes.map { ($0.description, $0) })
  }()
}

extension QuantizationScheme: CodingKeyRepresentable {
  package var codingKey: any CodingKey { WordKey(stringValue: description) }

  package init?<Key: CodingKey>(codingKey: Key) { self.init(codingKey.stringValue) }
}

extension QuantizationScheme: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let word = try container.decode(String.self)
    guard let scheme = QuantizationScheme(word) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "unknown scheme '\(word)'")
    }
    self = scheme
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
