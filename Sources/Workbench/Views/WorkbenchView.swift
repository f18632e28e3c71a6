import Terminal

/// Puts the parts of the screen in their places, overlays on top.
enum WorkbenchView {
  static func draw(_ state: WorkbenchState, _ painter: inout Painter) {
    let layout = ScreenLayout(painter.buffer.size, showsView: state.focus == .view, isZoomed: state.isZoomed)
    HeaderView.draw(state, in: layout.header, &painter)
    if let rect = layout.layers { LayersView.draw(state, in: rect, &painter) }
    if let rect = layout.view {
      let inner = ViewTabs.drawFrame(state, in: rect, &painter)
      switch state.view {
      case .ranges: RangesView.draw(state, in: inner, &painter)
      case .attention: AttentionView.draw(state, in: inner, &painter)
      case .map: MapView.draw(state, in: inner, &painter)
      case .error: ErrorView.draw(state, in: inner, &painter)
      case .runs: RunsView.draw(state, in: inner, &painter)
      }
    }
    if let rect = layout.status { StatusView.draw(state, in: rect, &painter) }
    FooterView.draw(state, in: layout.footer, &painter)
    switch state.overlay {
    case .tour: TourOverlay.draw(state, &painter)
    case .help(let place): HelpOverlay.draw(state, place, &painter)
    case .palette(let input, let cursor): PaletteOverlay.draw(state, input: input, cursor: cursor, &painter)
    case .preview(let preview): PreviewOverlay.draw(state, preview, &painter)
    case .details: DetailsOverlay.draw(state, &painter)
    default: break
    }
  }
}
