/// An ordered row of colours for values between two ends, at each colour depth; brightness orders them too.
package struct ColorRamp: Hashable, Sendable {
  private let colors256: [Color]
  private let colors16: [Color]

  /// For magnitudes: from black over purple and orange to pale yellow, growing ever brighter.
  package static let heat = ColorRamp(
    colors256: [16, 17, 53, 54, 90, 126, 162, 167, 173, 209, 215, 222, 229, 230].map { .palette($0) },
    colors16: [.ansi(0), .ansi(8), .ansi(7), .ansi(15)])

  /// For pictures without colour.
  package static let grey = ColorRamp(
    colors256: [.palette(16)] + (232...255).map { .palette($0) } + [.palette(231)],
    colors16: [.ansi(0), .ansi(8), .ansi(7), .ansi(15)])

  /// For differences: blue below the middle, nearly white in the middle, red above it.
  package static let difference = ColorRamp(
    colors256: [19, 26, 32, 74, 117, 195, 231, 224, 217, 210, 203, 160, 88].map { .palette($0) },
    colors16: [.ansi(4), .ansi(12), .ansi(15), .ansi(9), .ansi(1)])

  /// How many steps can be told apart; 0 without colour.
  package func stepCount(depth: ColorDepth) -> Int { colors(depth).count }

  /// The colour at `fraction` of the way (held to 0…1, NaN counts as 0); `.default` without colour.
  package func color(_ fraction: Double, depth: ColorDepth) -> Color {
    let row = colors(depth)
    guard !row.isEmpty else { return .default }
    return row[Self.step(fraction, of: row.count)]
  }

  /// Which of `count` equal steps `fraction` falls into.
  static func step(_ fraction: Double, of count: Int) -> Int {
    let held = fraction.isNaN ? 0 : min(max(fraction, 0), 1)
    return min(Int(held * Double(count)), count - 1)
  }

  private func colors(_ depth: ColorDepth) -> [Color] {
    switch depth {
    case .colors256: colors256
    case .colors16: colors16
    case .mono: []
    }
  }
}
