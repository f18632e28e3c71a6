internal import CKernels
package import Quantization

/// What the unsigned byte codes of a site stand for: `(code − zero point) · scale`, a scale a channel.
package struct CodeGrid: Hashable, Sendable {
  package let bits: Int
  /// One a channel, also where all are the same.
  package let scales: [Float]
  package let zeroPoint: Int32
  /// Whether one scale serves all channels, which integer products need of their source.
  package let isLayerWise: Bool

  package var highest: Float { Float(IntegerFormat(bits: bits, isSigned: false).maximum) }
  package var scale: Float { scales[0] }

  /// Nil where the codes are no unsigned bytes with one zero point.
  package init?(_ quantizer: UniformQuantizer, channelCount: Int) {
    guard !quantizer.isSigned, Set(quantizer.zeroPoints).count == 1,
      quantizer.scales.count == 1 || quantizer.scales.count == channelCount
    else { return nil }
    bits = quantizer.bits
    isLayerWise = quantizer.scales.allSatisfy { $0 == quantizer.scales[0] }
    scales = isLayerWise ? [Float](repeating: quantizer.scales[0], count: channelCount) : quantizer.scales
    zeroPoint = quantizer.zeroPoints[0]
  }

  /// The same codes where each row is `count` rows side by side.
  package func repeated(_ count: Int) -> CodeGrid { CodeGrid(self, channels: scales.count * count) }

  /// The same codes in rows of so many channels: as many again, or any number where one scale serves all.
  package init(_ grid: CodeGrid, channels: Int) {
    precondition(grid.isLayerWise || channels % grid.scales.count == 0, "channels keep their scales")
    bits = grid.bits
    zeroPoint = grid.zeroPoint
    isLayerWise = grid.isLayerWise
    scales = grid.isLayerWise
      ? [Float](repeating: grid.scale, count: channels) : (0..<channels).map { grid.scales[$0 % grid.scales.count] }
  }

  /// Real numbers `[rows, channels]` to codes; those of a site are rounded exactly as its quantizer rounds them.
  package func encode(_ x: UnsafePointer<Float>, rows: Int, into codes: UnsafeMutablePointer<UInt8>) {
    if isLayerWise {
      fq_encode(x, rows * scales.count, scale, Float(zeroPoint), highest, codes)
    } else {
      fq_encode_channels(x, rows, scales.count, scales, Float(zeroPoint), highest, codes)
    }
  }

  /// The codes of some values of a layer-wise site, or of rows of channels.
  package func codes(of values: [Float]) -> [UInt8] {
    var codes = [UInt8](repeating: 0, count: values.count)
    if isLayerWise {
      fq_encode(values, values.count, scale, Float(zeroPoint), highest, &codes)
    } else {
      encode(values, rows: values.count / scales.count, into: &codes)
    }
    return codes
  }

  /// What some codes of a layer-wise site stand for.
  package func values(of codes: [UInt8]) -> [Float] {
    precondition(isLayerWise, "channels have scales of their own")
    var values = [Float](repeating: 0, count: codes.count)
    fq_decode(codes, codes.count, 1, scales, Float(zeroPoint), &values)
    return values
  }

  package func decode(_ codes: UnsafePointer<UInt8>, rows: Int, into x: UnsafeMutablePointer<Float>) {
    fq_decode(codes, rows, scales.count, scales, Float(zeroPoint), x)
  }

  /// The codes of the sums of what two other sites' codes stand for: `⌊(a + b) / scale + zero point⌉`, clamped.
  package func add(
    _ a: UnsafePointer<UInt8>, _ aGrid: CodeGrid, _ b: UnsafePointer<UInt8>, _ bGrid: CodeGrid, rows: Int,
    into codes: UnsafeMutablePointer<UInt8>
  ) {
    aGrid.scales.withUnsafeBufferPointer { aScales in
      bGrid.scales.withUnsafeBufferPointer { bScales in
        scales.withUnsafeBufferPointer { scales in
          var parameters = fq_code_addition(
            channels: scales.count, a_scales: aScales.baseAddress, b_scales: bScales.baseAddress,
            scales: scales.baseAddress, a_zero_point: Float(aGrid.zeroPoint), b_zero_point: Float(bGrid.zeroPoint),
            zero_point: Float(zeroPoint), highest: highest)
          fq_add_codes(a, b, &parameters, rows, codes)
        }
      }
    }
  }

  /// The codes at `output` of the mean over rows of codes here, column by column.
  package func mean(
    _ x: UnsafePointer<UInt8>, rows: Int, to output: CodeGrid, into codes: UnsafeMutablePointer<UInt8>
  ) {
    let columns = scales.count
    var sums = [Int32](repeating: 0, count: columns)
    for row in 0..<rows {
      for column in 0..<columns { sums[column] += Int32(x[row * columns + column]) - zeroPoint }
    }
    let means = zip(sums, scales).map { Float(Double($0) * Double($1) / Double(rows)) }
    output.encode(means, rows: 1, into: codes)
  }

  /// The codes of tokens plus positions: `values` has what each of 256 token codes stands for.
  package func embed(
    _ tokens: UnsafePointer<UInt8>, values: [Float], positions: UnsafePointer<Float>, rows: Int,
    into codes: UnsafeMutablePointer<UInt8>
  ) {
    precondition(values.count == 256, "a value a code")
    fq_embed_codes(
      tokens, values, positions, rows, scales.count, scales, Float(zeroPoint), highest, codes)
  }
}
