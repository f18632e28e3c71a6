package import Terminal

/// Where everything stands on a screen of a given size; drawing and mouse clicks both ask here.
package struct ScreenLayout: Hashable, Sendable {
  package static let minimum = Size(width: 40, height: 12)
  /// From here on both panes stand side by side.
  package static let wideWidth = 76
  /// From here on a line above the footer describes the row.
  private static let statusHeight = 16

  package let header: Rect
  package let layers: Rect?
  package let view: Rect?
  package let status: Rect?
  package let footer: Rect
  package let isWide: Bool

  /// - Parameters:
  ///   - showsView: which pane is shown where there is room for only one.
  ///   - isZoomed: whether that pane is shown alone where there is room for both.
  package init(_ size: Size, showsView: Bool, isZoomed: Bool = false) {
    let (head, rest) = Rect(size).splitVertically(at: 2)
    let hasStatus = size.height >= Self.statusHeight
    let (body, foot) = rest.splitVertically(at: max(0, rest.height - (hasStatus ? 2 : 1)))
    header = head
    status = hasStatus ? foot.row(0) : nil
    footer = foot.row(hasStatus ? 1 : 0)
    isWide = size.width >= Self.wideWidth && !isZoomed
    if isWide {
      let column = min(max(size.width * 43 / 100, 38), size.width >= 160 ? 62 : 52)
      let (left, right) = body.splitHorizontally(at: column)
      layers = left
      view = right
    } else {
      layers = showsView ? nil : body
      view = showsView ? body : nil
    }
  }

  /// The rows of the layers pane, without its frame and its column titles.
  package var layersList: Rect? { layers.map { $0.inset().inset(top: 1) } }

  package static func isTooSmall(_ size: Size) -> Bool {
    size.width < minimum.width || size.height < minimum.height
  }
}
