package import Terminal

/// Draws the whole screen: the same state always gives the same picture.
package func render(_ state: WorkbenchState, into buffer: inout CellBuffer) {
  buffer.fill(buffer.bounds)
  var painter = Painter(buffer: buffer, display: state.display)
  if ScreenLayout.isTooSmall(buffer.size) {
    TooSmallView.draw(&painter)
  } else {
    WorkbenchView.draw(state, &painter)
  }
  buffer = painter.buffer
}

extension WorkbenchState {
  /// The screen as a picture of its own.
  package func rendered() -> CellBuffer {
    var buffer = CellBuffer(size: display.size)
    render(self, into: &buffer)
    return buffer
  }
}
