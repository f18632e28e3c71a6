package import SystemPackage

/// An image file and the class that it shows, where that is known.
package struct LabelledImage: Hashable, Sendable {
  package let path: FilePath
  /// As a list gives it, or `class/file` in class folders; with an escape for each byte that is no UTF-8.
  package let name: String
  /// From 0, in the order of the model's outputs; nil where nothing tells it.
  package let label: Int?

  package init(path: FilePath, name: String, label: Int?) {
    self.path = path
    self.name = name
    self.label = label
  }
}
