import TensorFiles
import Tensors

/// Weights on disk under timm's names, whatever they are called there: a family reads shapes here, and nothing else of them.
struct NamedTensors {
  /// Where one of timm's tensors comes from: parts that are put one after the other along the first axis.
  struct Source: Sendable {
    var parts: [Part]
    let shape: Shape
  }

  struct Part: Sendable {
    enum Form: Sendable, Hashable {
      case asStored
      /// The axes in another order: axis i of the result is axis `order[i]` of what is stored.
      case transposed([Int])
      /// Nothing is stored: zeros, as of a bias that a library leaves out of keys.
      case zeros
    }

    /// In the file.
    let name: String
    let form: Form
    /// Of what it contributes, after its form.
    let shape: Shape
  }

  let path: String
  /// By timm's names.
  private(set) var sources: [String: Source]
  let file: any TensorFile
  /// What the names in the file are those of, such as `transformers`.
  let library: String?

  init(path: String, file: any TensorFile, sources: [String: Source], library: String? = nil) {
    self.path = path
    self.file = file
    self.sources = sources
    self.library = library
  }

  var names: [String] { sources.keys.sorted() }

  func contains(_ name: String) -> Bool { sources[name] != nil }

  func shape(of name: String) -> Shape? { sources[name]?.shape }

  /// Leaves out what the network does not read.
  mutating func ignore(where isIgnored: (String) -> Bool) {
    sources = sources.filter { !isIgnored($0.key) }
  }

  /// The name in the file, for messages.
  func stored(_ name: String) -> String { sources[name]?.parts.first?.name ?? name }

  /// The shape of a tensor that must be there, have `rank` dimensions and elements.
  func extents(of name: String, rank: Int) throws(ModelError) -> [Int] {
    guard let shape = shape(of: name) else { throw missing(name) }
    guard shape.dimensions.count == rank, shape.elementCount > 0 else {
      throw .wrongRank(path: path, tensor: stored(name), found: shape, expectedRank: rank)
    }
    return shape.dimensions
  }

  func missing(_ name: String) -> ModelError {
    .missingTensor(path: path, tensor: name, similar: SimilarName.nearest(to: name, among: names).map(stored))
  }

  /// How many modules are numbered behind `prefix`: `blocks.` has as many as there are blocks.
  func count(behind prefix: String) -> Int {
    let numbers = sources.keys.compactMap { name -> Int? in
      guard name.hasPrefix(prefix) else { return nil }
      return Int(name.dropFirst(prefix.count).prefix { $0 != "." })
    }
    return (numbers.max() ?? -1) + 1
  }
}
