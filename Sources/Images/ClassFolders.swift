/// A folder of images for each class.
enum ClassFolders {
  static func read(
    _ folder: String, names: [String], classes: ClassList?, classCount: Int
  ) throws(ImageError) -> [LabelledImage] {
    var images: [LabelledImage] = []
    for (name, label) in zip(names, try labels(folder, names: names, classes: classes, classCount: classCount)) {
      for file in try FolderContents(folder + "/" + name).imageFiles {
        images.append(
          LabelledImage(path: folder + "/" + name + "/" + file, name: name + "/" + file, label: label))
      }
    }
    return images
  }

  private static func labels(
    _ folder: String, names: [String], classes: ClassList?, classCount: Int
  ) throws(ImageError) -> [Int] {
    guard let classes else {
      guard names.count == classCount else {
        throw .classOrderUnknown(folder: folder, folderCount: names.count, classCount: classCount)
      }
      return Array(0..<classCount)
    }
    var labels: [Int] = []
    for name in names {
      guard let label = classes.label(of: name) else {
        // Folders of other classes than the list's; complete, they still have an order.
        if names.count == classCount { return Array(0..<classCount) }
        throw .unknownClassFolder(folder: folder, name: name, classes: classes.path)
      }
      guard label < classCount else {
        throw .classFolderOutOfRange(folder: folder, name: name, label: label, classCount: classCount)
      }
      labels.append(label)
    }
    return labels
  }
}
