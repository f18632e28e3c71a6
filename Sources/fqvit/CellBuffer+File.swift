import Tensors
import Terminal
import Texts

extension CellBuffer {
  /// Writes the screen to a file: SVG where the name ends in `.svg`, text where it ends in `.txt` or not at all.
  func write(to path: String) throws {
    switch PictureFormat(path: path) {
    case .svg: try AtomicFile.write(svg(), to: path)
    case .text: try AtomicFile.write(text + "\n", to: path)
    case nil: throw PictureFormat.Unknown(path: path.printable)
    }
  }
}
