/// The extents of a node's value for one image: rows × columns, row-major.
package struct ValueShape: Sendable, Hashable {
  package let rowCount: Int
  package let columnCount: Int
  package var elementCount: Int { rowCount * columnCount }

  package init(rows: Int, columns: Int) {
    rowCount = rows
    columnCount = columns
  }
}
