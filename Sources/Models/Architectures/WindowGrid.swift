package import Graphs

/// A square of tokens cut into square windows: the moves of rows that a Swin Transformer makes.
///
/// Where the side is no multiple of the window's, zeros are put behind the last row and column.
package struct WindowGrid: Sendable, Hashable {
  package let side: Int
  package let windowSide: Int
  /// How far rows and columns are rolled before they are cut.
  package let shift: Int

  /// - Parameter keepsWindow: whether a window larger than the side stays as it is, and zeros fill it.
  package init(side: Int, windowSide: Int, keepsWindow: Bool = false) {
    self.init(side: side, windowSide: keepsWindow ? windowSide : min(windowSide, side), shift: 0)
  }

  private init(side: Int, windowSide: Int, shift: Int) {
    self.side = side
    self.windowSide = windowSide
    self.shift = shift
  }

  /// The same, rolled by half a window, unless one window holds everything.
  package func shifted(_ isShifted: Bool) -> WindowGrid {
    WindowGrid(side: side, windowSide: windowSide, shift: isShifted && windowSide < side ? windowSide / 2 : 0)
  }

  /// Of the square with its zeros.
  package var paddedSide: Int { (side + windowSide - 1) / windowSide * windowSide }
  package var windowsPerSide: Int { paddedSide / windowSide }
  package var windowCount: Int { windowsPerSide * windowsPerSide }
  private var tokenCount: Int { windowSide * windowSide }

  /// The token before the roll that stands at a place of a window; nil where zeros do.
  private func token(window: Int, place: Int) -> Int? {
    let row = (window / windowsPerSide * windowSide + place / windowSide + shift) % paddedSide
    let column = (window % windowsPerSide * windowSide + place % windowSide + shift) % paddedSide
    return row < side && column < side ? row * side + column : nil
  }

  /// From tokens row by row to tokens window by window.
  package func partition(columns: Int) -> RowMap {
    RowMap(
      pieceWidth: columns,
      pieces: (0..<windowCount * tokenCount).map { index in
        token(window: index / tokenCount, place: index % tokenCount).map { .init(row: $0) } ?? .zeros
      })
  }

  /// And back.
  package func reversal(columns: Int) -> RowMap {
    var pieces = [RowMap.Piece](repeating: .zeros, count: side * side)
    for index in 0..<windowCount * tokenCount {
      if let token = token(window: index / tokenCount, place: index % tokenCount) { pieces[token] = .init(row: index) }
    }
    return RowMap(pieceWidth: columns, pieces: pieces)
  }

  /// Distances between two tokens of a window: as many rows as the table of biases has.
  package var biasRowCount: Int { (2 * windowSide - 1) * (2 * windowSide - 1) }

  /// From the table [distances, heads] to biases [heads · tokens, tokens].
  package func biasMap(heads: Int) -> RowMap {
    RowMap(
      pieceWidth: 1, piecesPerRow: tokenCount,
      pieces: (0..<heads).flatMap { head in
        (0..<tokenCount).flatMap { query in
          (0..<tokenCount).map { key in
            let rows = query / windowSide - key / windowSide + windowSide - 1
            let columns = query % windowSide - key % windowSide + windowSide - 1
            return RowMap.Piece(row: rows * (2 * windowSide - 1) + columns, column: head)
          }
        }
      })
  }

  /// Which tokens of a window the roll has brought together; nil without a roll.
  package var mask: WindowMask? {
    guard shift > 0 else { return nil }
    /// The band of a row or column behind the roll.
    func band(_ position: Int) -> Int {
      position < paddedSide - windowSide ? 0 : position < paddedSide - shift ? 1 : 2
    }
    return WindowMask(
      regions: (0..<windowCount).map { window in
        (0..<tokenCount).map { place in
          let row = window / windowsPerSide * windowSide + place / windowSide
          let column = window % windowsPerSide * windowSide + place % windowSide
          return UInt8(3 * band(row) + band(column))
        }
      })
  }

  /// From tokens to groups of four neighbours side by side, the odd row second; zeros beyond the last row and column.
  package static func merging(side: Int, columns: Int) -> RowMap {
    let half = (side + 1) / 2
    return RowMap(
      pieceWidth: columns, piecesPerRow: 4,
      pieces: (0..<half * half).flatMap { index in
        [(0, 0), (1, 0), (0, 1), (1, 1)].map { parity in
          let row = index / half * 2 + parity.0
          let column = index % half * 2 + parity.1
          return row < side && column < side ? RowMap.Piece(row: row * side + column) : .zeros
        }
      })
  }
}
