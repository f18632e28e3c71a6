import Digests
import Texts

/// Decides which class each name of a class folder, or each label of a list, means: the one place that does.
///
/// What orders the classes is known (numbers, a list of the classes, ImageNet's ids), or said (sorted order where there is
/// one folder for each class and nothing else), or refused.
struct ClassResolver {
  let classCount: Int
  /// Lists beside the images, the one that counts most first; the images' owner put them there to be followed.
  let lists: [ClassList]
  /// The model's own names for its classes.
  let modelClasses: ClassList?
  /// Tiny-ImageNet's list of ids, in an order that few models have.
  let identifiers: ClassList?

  /// What the names were found in, for messages.
  enum Place {
    /// `shown` are the folders' names as they stand on disk.
    case folders(String, shown: [String])
    case list(file: String, lines: [Int])
  }

  struct Resolution {
    var order: ClassOrder
    /// One for each name; nil for a folder that has no part in the order.
    var labels: [Int?]
    var remarks: [String] = []
  }

  /// - Parameter names: the distinct names of folders, or distinct labels; not empty.
  func resolve(_ names: [String], at place: Place) throws(ListingError) -> Resolution {
    let resolution = try byOrder(names, at: place)
    guard case .folders(let folder, let shown) = place else { return resolution }
    var firsts: [Int: String] = [:]
    for (name, label) in zip(shown, resolution.labels) {
      guard let label else { continue }
      if let first = firsts.updateValue(name, forKey: label) {
        throw .classFoldersCollide(folder: folder, names: [first, name], label: label)
      }
    }
    return resolution
  }

  private func byOrder(_ names: [String], at place: Place) throws(ListingError) -> Resolution {
    let numbers = names.map(WholeNumber.init)
    switch place {
    case .list(let file, let lines):
      // In a list a number is a label and never the name of a class.
      if numbers.allSatisfy({ $0 != nil }) { return try byNumber(numbers.compactMap(\.self), at: place) }
      if numbers.contains(where: { $0 != nil }), let odd = numbers.firstIndex(where: { $0 == nil }) {
        throw .labelNotANumber(file: file, line: lines[odd], text: names[odd])
      }
    case .folders:
      let isNumbered = 2 * numbers.count { $0 != nil } > names.count
      // Unless a list has such names for its classes, numbers mean themselves.
      if isNumbered, !isAnyKnown(of: names) { return try byNumber(numbers, at: place) }
    }
    if let resolution = try byList(names, at: place) { return resolution }
    return try bySorting(names, at: place)
  }

  /// Whether any list of the classes has one of the names.
  func isAnyKnown(of names: [String]) -> Bool {
    (lists + [modelClasses].compactMap(\.self)).contains { list in names.contains { list.label(of: $0) != nil } }
  }

  // MARK: Numbers

  private func byNumber(_ numbers: [WholeNumber?], at place: Place) throws(ListingError) -> Resolution {
    let values = numbers.compactMap { $0?.value }
    // With the last class counted from 1 and none counted from 0, the numbers can be meant only one way.
    let isFromOne = values.max() == classCount && values.min()! >= 1 && !numbers.contains { $0 != nil && $0!.value == nil }
    var labels: [Int?] = []
    for (index, number) in numbers.enumerated() {
      guard let number else {
        labels.append(nil)
        continue
      }
      guard let value = number.value, (0..<classCount).contains(isFromOne ? value - 1 : value) else {
        throw outOfRange(number.text, at: index, place)
      }
      labels.append(isFromOne ? value - 1 : value)
    }
    var resolution = Resolution(order: isFromOne ? .numbersFromOne : .numbers, labels: labels)
    if isFromOne {
      resolution.remarks.append("labels count from 1 to \(classCount): each is taken as one less")
    } else if values.min() == 1 {
      resolution.remarks.append(
        "no image has the label 0; if the labels count from 1, each is one too high for this model: subtract 1")
    }
    return resolution
  }

  private func outOfRange(_ text: String, at index: Int, _ place: Place) -> ListingError {
    switch place {
    case .folders(let folder, let shown):
      .classFolderOutOfRange(folder: folder, name: shown[index], label: text, classCount: classCount)
    case .list(let file, let lines):
      .labelOutOfRange(file: file, line: lines[index], label: text, classCount: classCount)
    }
  }

  // MARK: Lists of the classes

  /// Nil where no list is about these names.
  private func byList(_ names: [String], at place: Place) throws(ListingError) -> Resolution? {
    let candidates = lists + [modelClasses].compactMap(\.self)
    var firstPartial: ClassList?
    for list in candidates {
      let labels = names.map { list.label(of: $0) }
      guard labels.contains(where: { $0 != nil }) else { continue }
      guard labels.allSatisfy({ $0 != nil }) else {
        firstPartial = firstPartial ?? list
        // A list beside the images was made for them, so what it lacks is an error in one of the two.
        if list != modelClasses { break }
        continue
      }
      guard list.entries.count == classCount else {
        throw .classCountDiffers(list: list.place, count: list.entries.count, classCount: classCount)
      }
      try check(names, labels.compactMap(\.self), of: list, against: candidates)
      return Resolution(order: .list(list.name), labels: labels)
    }
    if let list = firstPartial { throw unknown(names, in: list, at: place) }
    if isImageNet(names) { return nil }
    if let identifiers, identifiers.entries.count == classCount {
      let labels = names.map { identifiers.label(of: $0) }
      if labels.allSatisfy({ $0 != nil }) {
        let ids = identifiers.entries.map { $0.names[0] }
        guard Self.isSorted(ids) else { throw .identifierOrderAmbiguous(file: identifiers.place) }
        return Resolution(order: .list(identifiers.name), labels: labels)
      }
    }
    // Lists that know none of the names still say that the classes have others.
    if let list = lists.first { throw unknown(names, in: list, at: place) }
    if let modelClasses, !names.allSatisfy(\.isWordNetID) { throw unknown(names, in: modelClasses, at: place) }
    return nil
  }

  /// Two lists that order the same classes differently cannot both be the model's.
  private func check(
    _ names: [String], _ labels: [Int], of list: ClassList, against others: [ClassList]
  ) throws(ListingError) {
    for other in others where other != list && other.entries.count == classCount {
      for (name, label) in zip(names, labels) {
        if let second = other.label(of: name), second != label {
          throw .classOrdersDiffer(lists: [list.place, other.place], name: name, labels: [label, second])
        }
      }
    }
  }

  private func unknown(_ names: [String], in list: ClassList, at place: Place) -> ListingError {
    let labels = names.map { list.label(of: $0) }
    let index = labels.firstIndex { $0 == nil } ?? 0
    let sharing = list.classesSharing(names[index])
    if !sharing.isEmpty { return .classNameAmbiguous(list: list.place, name: names[index], labels: Array(sharing.prefix(5))) }
    let nearest = list.nearest(to: names[index], taken: Set(labels.compactMap(\.self)))
    switch place {
    case .folders(let folder, let shown):
      return .unknownClassFolder(folder: folder, name: shown[index], list: list.place, nearest: nearest)
    case .list(let file, let lines):
      return .labelUnknown(file: file, line: lines[index], text: names[index], list: list.place, nearest: nearest)
    }
  }

  // MARK: Sorted order

  private func bySorting(_ names: [String], at place: Place) throws(ListingError) -> Resolution {
    let areIdentifiers = names.allSatisfy(\.isWordNetID)
    guard names.count == classCount else {
      if areIdentifiers {
        throw .identifierOrderUnknown(
          place: place.text, example: names[0], count: names.count, classCount: classCount)
      }
      switch place {
      case .folders(let folder, _):
        throw .classOrderUnknown(folder: folder, folderCount: names.count, classCount: classCount)
      case .list(let file, let lines): throw .labelNotANumber(file: file, line: lines[0], text: names[0])
      }
    }
    if case .list(let file, let lines) = place, !areIdentifiers {
      throw .labelNotANumber(file: file, line: lines[0], text: names[0])
    }
    let sorted = names.indices.sorted { Self.precedes(names[$0], names[$1]) }
    for (index, next) in zip(sorted, sorted.dropFirst()) where NaturalOrder.precedes(names[next], names[index]) {
      throw .sortedOrderContested(place: place.text, names: [names[index], names[next]])
    }
    var labels = [Int?](repeating: nil, count: names.count)
    for (label, index) in sorted.enumerated() { labels[index] = label }
    if isImageNet(names) { return Resolution(order: .imageNet, labels: labels) }
    return Resolution(
      order: .sorted, labels: labels,
      remarks: ["nothing names the classes in their order: they are taken sorted, as torchvision and timm take class folders"])
  }

  /// As Python and so torchvision sort text, by code points.
  private static func precedes(_ first: String, _ second: String) -> Bool {
    first.utf8.lexicographicallyPrecedes(second.utf8)
  }

  private static func isSorted(_ names: [String]) -> Bool {
    zip(names, names.dropFirst()).allSatisfy { precedes($0, $1) }
  }

  /// SHA-256 of the sorted ids of ImageNet's 1,000 classes, one on each line: enough to know them by.
  private static let imageNetDigest = "385e0240499426c022b773be1ae4da780f057b89c9694c7f47199f62746b6edd"

  private func isImageNet(_ names: [String]) -> Bool {
    guard classCount == 1000, names.count == classCount, names.allSatisfy(\.isWordNetID) else { return false }
    return Digest(of: names.sorted(by: Self.precedes).joined(separator: "\n")).description == Self.imageNetDigest
  }
}

extension ClassResolver.Place {
  var text: String {
    switch self {
    case .folders(let folder, _): folder
    case .list(let file, _): file
    }
  }
}
