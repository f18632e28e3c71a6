import Foundation
import Quantization

/// How a calibration lies in a file of the cache.
extension Calibration {
  func write(to writer: inout ByteWriter) {
    writer.write(options.encoded)
    writer.write(imageCount)
    writer.write(sampleCount)
    writer.write(imageListDigest)
    writer.write(checkpointDigest)
    writer.write(sites, sortedBy: \.name) { $1.write(to: &$0) }
    writer.write(statistics, sortedBy: \.name) { $1.write(to: &$0) }
    writer.write(attentions, sortedBy: \.name) { $1.write(to: &$0) }
  }

  init(from reader: inout ByteReader) throws(ByteReader.Failure) {
    let encoded = try reader.array(UInt8.self)
    guard let options = try? JSONDecoder().decode(CalibrationOptions.self, from: Data(encoded)) else {
      throw ByteReader.Failure(reason: "its options cannot be read")
    }
    let imageCount = try reader.read(Int.self)
    let sampleCount = try reader.read(Int.self)
    let imageListDigest = try reader.string()
    let checkpointDigest = try reader.string()
    let sites = try reader.dictionary(key: SiteID.init) { (reader) throws(ByteReader.Failure) in
      try SiteCalibration(from: &reader)
    }
    let statistics = try reader.dictionary(key: SiteID.init) { (reader) throws(ByteReader.Failure) in
      try SiteStatistics(from: &reader)
    }
    let attentions = try reader.dictionary(key: SiteID.init) { (reader) throws(ByteReader.Failure) in
      try AttentionStatistics(from: &reader)
    }
    self.init(
      options: options, imageCount: imageCount, sampleCount: sampleCount, imageListDigest: imageListDigest,
      checkpointDigest: checkpointDigest, sites: sites, statistics: statistics, attentions: attentions)
  }
}

extension CalibrationOptions {
  /// Equal options give equal bytes.
  var encoded: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let data = try? encoder.encode(self) else { preconditionFailure("options are words and whole numbers") }
    return Array(data)
  }
}

extension SiteCalibration {
  fileprivate func write(to writer: inout ByteWriter) {
    writer.write(bounds, sortedBy: String.init) { $1.write(to: &$0) }
    extremes.write(to: &writer)
    writer.write(channelMinima)
    writer.write(channelMaxima)
    writer.write(exponents, sortedBy: String.init) { $0.write($1) }
  }

  fileprivate init(from reader: inout ByteReader) throws(ByteReader.Failure) {
    self.init(
      bounds: try reader.dictionary(key: { Int($0) }) { (reader) throws(ByteReader.Failure) in
        try Bounds(from: &reader)
      },
      extremes: try Bounds(from: &reader), channelMinima: try reader.array(Float.self),
      channelMaxima: try reader.array(Float.self),
      exponents: try reader.dictionary(key: { Int($0) }) { (reader) throws(ByteReader.Failure) in
        try reader.array(UInt8.self)
      })
  }
}

extension SiteCalibration.Bounds {
  fileprivate func write(to writer: inout ByteWriter) {
    writer.write(minimum)
    writer.write(maximum)
  }

  fileprivate init(from reader: inout ByteReader) throws(ByteReader.Failure) {
    self.init(minimum: try reader.read(Float.self), maximum: try reader.read(Float.self))
  }
}

extension SiteStatistics {
  fileprivate func write(to writer: inout ByteWriter) {
    writer.write(site.name)
    writer.write(minimum)
    writer.write(maximum)
    writer.write(channelMinima)
    writer.write(channelMaxima)
    histogram.write(to: &writer)
    writer.write(channelHistograms) { $1.write(to: &$0) }
    writer.write(errors, sortedBy: \.description) { writer, error in
      writer.write(error.signal)
      writer.write(error.noise)
    }
  }

  fileprivate init(from reader: inout ByteReader) throws(ByteReader.Failure) {
    self.init(
      site: SiteID(try reader.string()), minimum: try reader.read(Float.self), maximum: try reader.read(Float.self),
      channelMinima: try reader.array(Float.self), channelMaxima: try reader.array(Float.self),
      histogram: try Histogram(from: &reader),
      channelHistograms: try reader.list { (reader) throws(ByteReader.Failure) in try Histogram(from: &reader) },
      errors: try reader.dictionary(key: { QuantizationScheme($0) }) { (reader) throws(ByteReader.Failure) in
        SignalToNoise(signal: try reader.read(Double.self), noise: try reader.read(Double.self))
      })
  }
}

extension Histogram {
  fileprivate func write(to writer: inout ByteWriter) {
    writer.write(lower)
    writer.write(upper)
    writer.write(counts)
  }

  fileprivate init(from reader: inout ByteReader) throws(ByteReader.Failure) {
    self.init(lower: try reader.read(Float.self), upper: try reader.read(Float.self), binCount: 0)
    counts = try reader.array(UInt64.self)
  }
}

extension AttentionStatistics {
  fileprivate func write(to writer: inout ByteWriter) {
    writer.write(site.name)
    writer.write(counts) { $0.write($1) }
    writer.write(zeroCounts)
    writer.write(levels, sortedBy: \.description) { writer, heads in
      writer.write(heads) { $1.write(to: &$0) }
    }
  }

  fileprivate init(from reader: inout ByteReader) throws(ByteReader.Failure) {
    self.init(
      site: SiteID(try reader.string()),
      counts: try reader.list { (reader) throws(ByteReader.Failure) in try reader.array(UInt64.self) },
      zeroCounts: try reader.array(UInt64.self),
      levels: try reader.dictionary(key: { QuantizationScheme($0) }) { (reader) throws(ByteReader.Failure) in
        try reader.list { (reader) throws(ByteReader.Failure) in try Levels(from: &reader) }
      })
  }
}

extension AttentionStatistics.Levels {
  fileprivate func write(to writer: inout ByteWriter) {
    writer.write(values)
    writer.write(counts)
    writer.write(massToZero)
  }

  fileprivate init(from reader: inout ByteReader) throws(ByteReader.Failure) {
    self.init(
      values: try reader.array(Float.self), counts: try reader.array(UInt64.self),
      massToZero: try reader.read(Double.self))
  }
}
