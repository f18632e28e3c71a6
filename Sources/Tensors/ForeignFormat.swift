import Texts

/// What a file that should hold tensors in the safetensors format turns out to be, by its first bytes.
package enum ForeignFormat: Hashable, Sendable {
  case gitLFSPointer
  /// What `torch.save` writes.
  case pyTorch
  /// A web page, such as a hub's answer to a download without permission.
  case webPage
  case hdf5

  package init?(beginning bytes: [UInt8]) {
    func begins(_ text: String) -> Bool { bytes.starts(with: text.utf8) }
    if GitLFSPointer.matches(bytes) {
      self = .gitLFSPointer
    } else if begins("PK\u{3}\u{4}") || bytes.starts(with: Self.pickle) {
      self = .pyTorch
    } else if begins("<") {
      self = .webPage
    } else if bytes.starts(with: [0x89] + "HDF\r\n".utf8) {
      self = .hdf5
    } else {
      return nil
    }
  }

  /// A pickle's protocol 2 and the long integer that `torch.save` of before 1.6 put first.
  private static let pickle: [UInt8] = [0x80, 0x02, 0x8A, 0x0A]
}
