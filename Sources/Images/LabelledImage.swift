/// An image file and the class that it shows, where that is known.
package struct LabelledImage: Hashable, Sendable {
  package let path: String
  /// As labels.txt gives it, or `class/file` in class folders.
  package let name: String
  /// From 0, in the order of the model's outputs; nil where nothing tells it.
  package let label: Int?

  package init(path: String, name: String, label: Int?) {
    self.path = path
    self.name = name
    self.label = label
  }
}
