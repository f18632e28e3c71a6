/// timm's names as files carry them: `deit_tiny_patch16_224-a1311bcf.pth`, `vit_tiny_patch16_224.augreg_in21k.safetensors`.
enum TimmName {
  /// The architecture that a file's or folder's name says, if it is one of timm's.
  ///
  /// Taken off are endings, the digest that PyTorch's hub puts behind a hyphen, and a tag behind a point.
  static func proposal(of fileName: String) -> String? {
    var stem = WeightsLocation.title(of: fileName)[...]
    if let slash = stem.lastIndex(of: "/") { stem = stem[stem.index(after: slash)...] }
    if let hyphen = stem.lastIndex(of: "-") {
      let digest = stem[stem.index(after: hyphen)...]
      if digest.count >= 8, digest.allSatisfy(\.isHexDigit) { stem = stem[..<hyphen] }
    }
    let name = TimmArchitecture.withoutTag(String(stem))
    return isKnown(name) ? name : nil
  }

  /// Whether timm has a network of that name, whatever this program makes of it.
  static func isKnown(_ name: String) -> Bool {
    TimmArchitecture.arguments(of: name) != nil || OtherTimmArchitectures.difference(of: name) != nil
      || TimmDefaults.preprocessing(of: name) != nil
  }
}
