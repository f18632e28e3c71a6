import Tensors
import Texts

/// A model folder's `config.json` as an object, read within limits.
struct ConfigurationFile {
  /// Names and descriptions of 20,000 classes are 2 MB.
  static let byteCountLimit = 16 << 20

  let path: String
  let members: [String: JSONValue]

  init(path: String) throws(ModelError) {
    self.path = path
    let bytes: [UInt8]
    do throws(RegularFile.Failure) {
      bytes = try RegularFile.bytes(of: path, limit: Self.byteCountLimit)
    } catch {
      throw error == .missing ? .fileMissing(path: path) : .file(path: path, error)
    }
    if GitLFSPointer.matches(bytes) { throw .gitLFSPointer(path: path) }
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONScanner.value(of: bytes, limits: .init(depth: 32, valueCount: 1_000_000))
    } catch {
      throw .unreadableConfiguration(path: path, reason: "\(error)")
    }
    guard let members = value.object else {
      throw .unreadableConfiguration(path: path, reason: "not a JSON object")
    }
    self.members = members
  }
}
