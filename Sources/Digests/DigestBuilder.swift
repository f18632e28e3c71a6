import CCrypto

/// A SHA-256 digest of bytes that come in parts, so that they need not lie in memory at once.
///
/// Not to be shared between threads, which the compiler sees to.
package final class DigestBuilder {
  private let context: OpaquePointer

  package init() {
    // OpenSSL fails here only where there is no memory for 400 bytes.
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      fatalError("OpenSSL has no SHA-256")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  /// OpenSSL reads the bytes within the call and keeps no pointer to them.
  package func add(_ bytes: UnsafeRawBufferPointer) {
    let status = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    precondition(status == 1, "SHA-256 takes any bytes")
  }

  /// The digest of all bytes so far; nothing may be added after it.
  package func finish() -> Digest {
    var hash = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    let status = EVP_DigestFinal_ex(context, &hash, nil)
    precondition(status == 1, "SHA-256 ends")
    return Digest(hash: hash)
  }
}
