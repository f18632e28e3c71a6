/// Where the pieces of a value's rows come from: each row is made of pieces of equal width, one after the other.
///
/// Pieces move as they are, so codes stay codes.
package struct RowMap: Sendable, Hashable {
  package struct Piece: Sendable, Hashable {
    /// Which of the node's inputs; negative for zeros.
    package let input: Int32
    package let row: Int32
    /// The first column.
    package let column: Int32

    package init(input: Int = 0, row: Int, column: Int = 0) {
      self.input = Int32(input)
      self.row = Int32(row)
      self.column = Int32(column)
    }

    private init() { (input, row, column) = (-1, 0, 0) }

    package static let zeros = Piece()
    package var isZeros: Bool { input < 0 }
  }

  package let pieceWidth: Int
  package let piecesPerRow: Int
  /// Row by row.
  package let pieces: [Piece]

  package init(pieceWidth: Int, piecesPerRow: Int = 1, pieces: [Piece]) {
    precondition(pieceWidth > 0 && piecesPerRow > 0 && pieces.count % piecesPerRow == 0, "rows are whole")
    self.pieceWidth = pieceWidth
    self.piecesPerRow = piecesPerRow
    self.pieces = pieces
  }

  package var shape: ValueShape {
    ValueShape(rows: pieces.count / piecesPerRow, columns: pieceWidth * piecesPerRow)
  }

  /// The only row of the only input that is kept; nil where the map does anything else.
  package func selectedRow(ofColumns columns: Int) -> Int? {
    guard pieces.count == 1, piecesPerRow == 1, pieceWidth == columns, pieces[0].input == 0, pieces[0].column == 0
    else { return nil }
    return Int(pieces[0].row)
  }

  /// Whether each piece is a whole row of an input of so many columns, so that columns keep their meaning.
  package func keepsColumns(_ columns: Int) -> Bool {
    pieceWidth == columns && pieces.allSatisfy { $0.column == 0 }
  }
}
