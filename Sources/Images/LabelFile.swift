import Foundation

/// `labels.txt`: a line `file label` an image, where the file's name may contain blanks.
enum LabelFile {
  static let name = "labels.txt"

  static func read(_ path: String, folder: String, classCount: Int) throws(ImageError) -> [LabelledImage] {
    var images: [LabelledImage] = []
    for (number, line) in try FileBytes.lines(path) {
      guard let blank = line.lastIndex(where: \.isWhitespace) else { throw .labelMissing(file: path, line: number) }
      let text = String(line[line.index(after: blank)...])
      guard isWholeNumber(text) else { throw .labelNotANumber(file: path, line: number, text: text) }
      guard let label = Int(text), (0..<classCount).contains(label) else {
        throw .labelOutOfRange(file: path, line: number, label: text, classCount: classCount)
      }
      let name = String(line[..<blank].trimmed)
      let file = folder + "/" + name
      guard access(file, F_OK) == 0 else { throw .listedImageMissing(file: path, line: number, name: name) }
      images.append(LabelledImage(path: file, name: name, label: label))
    }
    return images
  }

  /// Also where the number is too long for `Int`, so that such a label is out of range and not "no number".
  private static func isWholeNumber(_ text: String) -> Bool {
    let digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
    return !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
  }
}
