package import Digests

extension LabelledImage {
  /// SHA-256 of the file; nil where it cannot be read or is larger than any image, so that decoding it leaves it out too.
  ///
  /// - Throws: only where the machine lacks something.
  package func contentDigest() throws(ImageError) -> Digest? {
    do throws(ImageError) { return try ImageFile(path).digest() } catch {
      if error.isOfTheMachine { throw error }
      return nil
    }
  }

  /// What the file is found again by.
  package var pathText: String { path.text }

  /// Which file it is now; nil where there is none.
  package var fileIdentity: FileIdentity? { FileIdentity(path: path) }
}

extension LabelledImages {
  /// A digest of names, labels, order and contents.
  ///
  /// - Parameter contents: of each file, in order; nil where it cannot be read.
  package func digest(ofContents contents: [String?]) -> Digest {
    var text = ""
    for (image, content) in zip(images, contents) {
      text += "\(content ?? "-") \(image.label.map(String.init) ?? "-") \(image.name)\n"
    }
    return Digest(of: text)
  }
}
