import Graphs
import Evaluation
import Models
import Quantization
import Terminal

/// View 1: the range of every channel, the levels laid over them, and what PTS gains there.
enum RangesView {
  static func draw(_ state: WorkbenchState, in rect: Rect, _ painter: inout Painter) {
    guard let id = state.shownSite, let site = state.graph.site(id) else {
      return painter.message("no layer to show: Escape drops the filter", in: rect)
    }
    let body = rect.inset(left: 1, right: 1)
    guard let statistics = state.statistics(of: id) else {
      if site.role == .weight || site.role == .positionEmbedding {
        return SiteErrorTable.draw(state, site, title: title(state, site, nil)[0], in: body, &painter)
      }
      drawTitle(title(state, site, nil), in: body.row(0), &painter)
      return painter.message(state.waitingText("ranges"), in: body.inset(top: 1))
    }
    drawTitle(title(state, site, statistics), in: body.row(0), &painter)
    let rest = body.inset(top: 1)
    if statistics.channelMinima.isEmpty {
      HistogramPlot.draw(state, site, statistics, in: rest, &painter)
    } else {
      drawChannels(state, site, statistics, in: rest, &painter)
    }
  }

  /// As many of the words as fit whole.
  private static func drawTitle(_ words: [String], in rect: Rect, _ painter: inout Painter) {
    var text = words[0]
    for word in words.dropFirst() where painter.width(of: text + " · " + word) <= rect.width { text += " · " + word }
    painter.write(text, x: rect.x, y: rect.y, role: .title, width: rect.width)
  }

  private static func title(_ state: WorkbenchState, _ site: Site, _ statistics: SiteStatistics?) -> [String] {
    var words = [site.id.name]
    if statistics?.channelMinima.isEmpty == false { words.append("\(site.channelCount) channels") }
    if let ratio = statistics?.rangeRatio { words.append("widest/median \(Figures.ratio(Double(ratio)))") }
    return words
  }

  private static func drawChannels(
    _ state: WorkbenchState, _ site: Site, _ statistics: SiteStatistics, in rect: Rect, _ painter: inout Painter
  ) {
    let notes = ChannelNotes(state, site, statistics, isWide: rect.width >= 62)
    // The plot keeps at least four rows; notes beyond that are left out from the bottom.
    let noteCount = min(notes.lines.count, max(0, rect.height - 5))
    let (upper, lower) = rect.splitVertically(at: rect.height - noteCount)
    let (area, strip) = upper.splitVertically(at: upper.height - 1)
    let histogramWidth = rect.width >= 52 ? rect.width / 3 : 0
    let (left, right) = area.splitHorizontally(at: area.width - histogramWidth)
    let axis = VerticalAxis(lower: Double(statistics.minimum), upper: Double(statistics.maximum), in: left)
    axis.draw(&painter)
    let columns = ChannelColumns(order: state.shownChannelOrder, plot: axis.plot.size, glyphs: painter.glyphs)
    drawGrid(state, site, columns, axis, &painter)
    drawRanges(statistics, columns, axis, &painter, marked: state.options.channel)
    let stripRow = Rect(x: axis.plot.x, y: strip.y, width: axis.plot.width, height: 1)
    drawStrip(state, notes.exponents, columns, in: stripRow, &painter)
    if histogramWidth > 0 {
      SidewaysHistogram.draw(
        state, statistics, axis, in: right.inset(left: 2), captionRow: strip.y, &painter)
    }
    for (index, line) in notes.lines.prefix(noteCount).enumerated() {
      painter.write(line, x: lower.x, y: lower.y + index, width: lower.width)
    }
  }

  private static func drawRanges(
    _ statistics: SiteStatistics, _ columns: ChannelColumns, _ axis: VerticalAxis, _ painter: inout Painter,
    marked: Int?
  ) {
    var canvas = DotCanvas(size: axis.plot.size, glyphs: painter.glyphs)
    for x in 0..<columns.dotWidth {
      let channels = columns.channels(at: x)
      guard let low = channels.map({ statistics.channelMinima[$0] }).min(),
        let high = channels.map({ statistics.channelMaxima[$0] }).max()
      else { continue }
      let isMarked = marked.map(channels.contains) ?? false
      canvas.verticalLine(
        x: x, from: axis.row(Double(low), of: canvas.dotHeight), to: axis.row(Double(high), of: canvas.dotHeight),
        style: painter.theme[isMarked ? .series2 : .series1])
    }
    canvas.draw(into: &painter.buffer, x: axis.plot.x, y: axis.plot.y)
  }

  /// The outermost levels over each channel, and all levels where there is room to tell them apart.
  private static func drawGrid(
    _ state: WorkbenchState, _ site: Site, _ columns: ChannelColumns, _ axis: VerticalAxis, _ painter: inout Painter
  ) {
    guard let grid = LevelGrid(state, site) else { return }
    var canvas = DotCanvas(size: axis.plot.size, glyphs: painter.glyphs)
    let format = grid.quantizer.format
    let showsAll = canvas.dotHeight >= 3 * format.levelCount
    let codes = showsAll ? Array(format.minimum...format.maximum) : [format.minimum, format.maximum]
    for x in stride(from: 0, to: columns.dotWidth, by: painter.glyphs == .ascii ? 2 : 3) {
      guard let channel = columns.channels(at: x).first else { continue }
      for code in codes {
        let value = Double(grid.quantizer.value(Int32(code), channel: grid.isPerChannel ? channel : 0))
        guard value >= axis.lower, value <= axis.upper else { continue }
        canvas.set(x: x, y: axis.row(value, of: canvas.dotHeight), style: painter.theme[.series2])
      }
    }
    canvas.draw(into: &painter.buffer, x: axis.plot.x, y: axis.plot.y)
  }

  /// The largest α under each column of the plot, or the mark of the chosen channel.
  private static func drawStrip(
    _ state: WorkbenchState, _ exponents: [UInt8], _ columns: ChannelColumns, in rect: Rect,
    _ painter: inout Painter
  ) {
    if !exponents.isEmpty {
      painter.write(painter.glyphs == .ascii ? "a" : "α", x: rect.x - 2, y: rect.y, role: .muted)
    }
    for column in 0..<rect.width {
      let channels = columns.channels(inCell: column)
      guard !channels.isEmpty else { continue }
      if let marked = state.options.channel, channels.contains(marked) {
        painter.write("^", x: rect.x + column, y: rect.y, role: .series2)
      } else if let exponent = channels.compactMap({ exponents.indices.contains($0) ? exponents[$0] : nil }).max() {
        painter.write(
          exponent == 0 ? "." : "\(exponent)", x: rect.x + column, y: rect.y, role: exponent == 0 ? .muted : .accent)
      }
    }
  }
}
