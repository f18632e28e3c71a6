import Evaluation
import Quantization
import Terminal

/// What the ranges view says in words below its plot, the most telling first.
struct ChannelNotes {
  let lines: [String]
  /// α of each channel, whether or not PTS is on; empty where it is not known.
  let exponents: [UInt8]

  init(_ state: WorkbenchState, _ site: Site, _ statistics: SiteStatistics, isWide: Bool) {
    let scheme = state.scheme(at: site.id)
    let bits = scheme.bits ?? 8
    var lines: [String] = []
    var exponents: [UInt8] = []
    if site.role.isNormInput {
      if case .powersOfTwoScale(let quantizer)? = state.calibration?.quantizer(
        for: .powersOfTwoScale(bits: bits), at: site.id)
      {
        exponents = quantizer.exponents
      }
      let flat = statistics.errors[.layerWise(bits)]?.decibels
      let powers = statistics.errors[.powersOfTwoScale(bits: bits)]?.decibels
      var line = isWide ? "error of this site  layer-wise " : "\(bits) bit: "
      line += "\(Figures.decibels(flat)) dB → PTS \(Figures.decibels(powers)) dB"
      if let flat, let powers { line += " (\(NumberText.fixed(powers - flat, places: 1, signed: true)))" }
      lines.append(line)
      if !exponents.isEmpty {
        let counts = PowersOfTwoScaleQuantizer.exponentRange.map { value in
          "\(value): \(exponents.count { $0 == value })"
        }
        lines.append((isWide ? "channels by α  " : "α  ") + counts.joined(separator: "   "))
      }
    } else {
      lines.append(
        "own error  \(scheme.title) \(Figures.decibels(state.decibels(of: site.id))) dB")
    }
    if let grid = LevelGrid(state, site) {
      lines.append(isWide ? "\(scheme.title)  \(grid.text)" : grid.text)
    } else {
      lines.append(scheme == .float ? "float: not quantized" : "calibrating \(state.configuration.observer.rawValue)")
    }
    let order = state.options.sortsChannels ? "widest first" : "in own order"
    if let channel = state.options.channel, statistics.channelMinima.indices.contains(channel) {
      var line = "channel \(channel)  \(NumberText.short(Double(statistics.channelMinima[channel]), digits: 3)) to "
      line += NumberText.short(Double(statistics.channelMaxima[channel]), digits: 3)
      if exponents.indices.contains(channel) { line += "  α \(exponents[channel])" }
      lines.insert(line, at: min(1, lines.count))
    }
    lines.append(isWide ? "channels \(order) (s) · dots: where the levels lie" : "channels \(order) (s)")
    self.lines = lines
    self.exponents = exponents
  }
}
