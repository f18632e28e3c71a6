import CCrypto

/// A SHA-256 digest, shown as 64 hexadecimal digits.
package struct Digest: Hashable, Sendable, CustomStringConvertible {
  package let description: String

  /// Digest of bytes that the caller keeps alive for the call.
  package init(of bytes: UnsafeRawBufferPointer) {
    var hash = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    // OpenSSL reads the bytes within the call and keeps no pointer to them.
    _ = SHA256(bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count, &hash)
    self.init(hash: hash)
  }

  init(hash: [UInt8]) {
    description = hash.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// Digest of UTF-8 text.
  package init(of text: String) {
    self = Array(text.utf8).withUnsafeBytes { Digest(of: $0) }
  }
}
