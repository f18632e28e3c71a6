import Foundation

/// `classes.tsv`: the classes in label order, a line `class<tab>names` each.
struct ClassList: Sendable {
  static let fileName = "classes.tsv"

  let path: String
  let names: [String]
  private let labels: [String: Int]

  /// The list in `folder` or in the folder that holds it.
  static func find(for folder: String) throws(ImageError) -> ClassList? {
    for path in [folder + "/" + fileName, folder + "/../" + fileName] where access(path, F_OK) == 0 {
      return try ClassList(path)
    }
    return nil
  }

  private init(_ path: String) throws(ImageError) {
    var names: [String] = []
    var labels: [String: Int] = [:]
    for (number, line) in try FileBytes.lines(path) {
      guard let tab = line.firstIndex(of: "\t") else { throw .classWithoutName(file: path, line: number) }
      labels[String(line[..<tab])] = names.count
      names.append(String(line[line.index(after: tab)...]))
    }
    self.path = path
    self.names = names
    self.labels = labels
  }

  func label(of classFolder: String) -> Int? { labels[classFolder] }
}
