package import Models
import Tensors
import Texts

/// What `--configuration` names: an exported file of any version, or one written by hand.
package struct ConfigurationFile: Sendable {
  /// How far the numbers of an exported file are those that were exported.
  package enum State: String, Sendable, Codable, Hashable {
    /// Every number is as it was written.
    case verified
    /// Something was changed since.
    case edited
    /// Of schema version 1, which tells of schemes only whether they were changed.
    case unverified
  }

  package enum Content: Sendable {
    case export(ConfigurationExport)
    case words(ConfigurationWords)
  }

  /// A file with the numbers of a network of thousands of layers; a larger one is not a configuration.
  private static let byteLimit = 256 << 20
  private static let limits = JSONScanner.Limits(depth: 32, valueCount: 8_000_000)

  package let path: String
  package let content: Content

  /// Reads a file and holds it against the model at hand.
  ///
  /// - Throws: `unreadableExport`, naming the member that is wrong; `digestMismatch` for a file of another checkpoint.
  package init(path: String, model: Model) throws(EvaluationError) {
    self.path = path
    let bytes: [UInt8]
    do throws(RegularFile.Failure) { bytes = try RegularFile.bytes(of: path, limit: Self.byteLimit) } catch {
      throw .unreadableExport(path: path, reason: "it " + error.explanation)
    }
    let value: JSONValue
    do throws(JSONError) { value = try JSONScanner.value(of: bytes, limits: Self.limits) } catch {
      throw .unreadableExport(path: path, reason: "not JSON: \(error)")
    }
    content = try Self.content(value, path: path, model: model)
  }

  private static func content(_ value: JSONValue, path: String, model: Model) throws(EvaluationError) -> Content {
    let isExport = value.object?["sites"] != nil || value.object?["schemaVersion"] != nil
    // Before its rows are held against the model: those of another checkpoint tell nothing.
    if isExport, let digest = value.object?["model"]?.object?["checkpointDigest"]?.string,
      digest != model.checkpoint.digest
    {
      throw .digestMismatch(
        path: path, what: "checkpoint", found: model.checkpoint.digest, expected: digest.printable(limit: 64))
    }
    do throws(JSONFields.Problem) {
      if let place = value.numberBeyondRange() { throw .init(reason: "\(place) is beyond the range of numbers") }
      if isExport { return .export(try ConfigurationExport(value, model: model)) }
      let fields = try JSONFields(value, at: "")
      guard fields.contains("set") else {
        throw .init(reason: "it has neither 'sites', as an exported configuration, nor 'set', as one written by hand")
      }
      return .words(try ConfigurationWords(fields))
    } catch {
      throw .unreadableExport(path: path, reason: error.reason)
    }
  }

  /// Nil for a file written by hand.
  package var export: ConfigurationExport? { if case .export(let export) = content { export } else { nil } }
}
