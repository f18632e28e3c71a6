/// What gives the classes of images their numbers.
package enum ClassOrder: Hashable, Sendable {
  /// Numbers are labels as they stand, from 0.
  case numbers
  /// Numbers from 1 to the count of classes: each is one more than the label.
  case numbersFromOne
  /// A list of the classes in label order; its name for a person.
  case list(String)
  /// All 1,000 WordNet ids of ImageNet, whose sorted order is that of its classes.
  case imageNet
  /// One name for each class and nothing that orders them: sorted, where torchvision and timm sort them alike.
  case sorted
}

/// Where the labels of a set of images come from.
package enum LabelSource: Hashable, Sendable, CustomStringConvertible {
  /// A list with a line for each image.
  case list(file: String, order: ClassOrder)
  /// A folder for each class.
  case classFolders(ClassOrder)
  /// Nothing tells them.
  case none

  /// For a report, a screen or JSON.
  package var description: String {
    switch self {
    case .none: "none"
    case .list(let file, .numbers): file
    case .list(let file, .numbersFromOne): "\(file), which counts from 1"
    case .list(let file, .list(let list)): "\(file), classes by \(list)"
    case .list(let file, .imageNet): "\(file), WordNet ids in ImageNet's order"
    case .list(let file, .sorted): "\(file), classes in sorted order"
    case .classFolders(.numbers): "class folders, numbers"
    case .classFolders(.numbersFromOne): "class folders, numbers that count from 1"
    case .classFolders(.list(let list)): "class folders, by \(list)"
    case .classFolders(.imageNet): "class folders, WordNet ids in ImageNet's order"
    case .classFolders(.sorted): "class folders in sorted order"
    }
  }
}
