import Tensors
import Terminal

extension CellBuffer {
  /// Writes the screen to a file: SVG where the name ends in `.svg`, else text.
  func write(to path: String) throws(AtomicFileError) {
    try AtomicFile.write(path.hasSuffix(".svg") ? svg() : text + "\n", to: path)
  }
}
