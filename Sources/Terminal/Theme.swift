/// The looks of the roles at one colour depth, readable on light and on dark backgrounds.
///
/// Colours on the terminal's own background are of middle brightness, so that both black and white behind them contrast;
/// where colour is absent, bold, underline and reverse tell roles apart, and views add a word or a sign, never hue alone.
package struct Theme: Hashable, Sendable {
  /// What a person says of the terminal's background; `any` is readable on both.
  package enum Background: String, Hashable, Sendable, CaseIterable {
    case any, light, dark
  }

  package let depth: ColorDepth
  private let styles: [StyleRole: Style]

  package init(depth: ColorDepth, background: Background = .any) {
    self.depth = depth
    styles =
      switch depth {
      case .colors256: Self.styles256(background)
      case .colors16: Self.styles16
      case .mono: Self.stylesMono
      }
  }

  package subscript(role: StyleRole) -> Style { styles[role] ?? .plain }

  /// The 256 colours for a background: darker ones on light, brighter ones on dark.
  private static func styles256(_ background: Background) -> [StyleRole: Style] {
    guard background != .any else { return styles256 }
    let isDark = background == .dark
    let colors: [StyleRole: UInt8] = [
      .accent: isDark ? 80 : 25, .good: isDark ? 114 : 22, .bad: isDark ? 210 : 124, .warning: isDark ? 221 : 94,
      .muted: isDark ? 249 : 240, .disabled: 244, .border: isDark ? 242 : 245,
      .focusedBorder: isDark ? 80 : 25, .keyHint: isDark ? 80 : 25, .match: isDark ? 221 : 94,
      .series1: isDark ? 75 : 25, .series2: isDark ? 215 : 130, .series3: isDark ? 114 : 22,
      .series4: isDark ? 176 : 90,
    ]
    return colors.reduce(into: styles256) { styles, item in
      styles[item.key]?.foreground = .palette(item.value)
      // A grey of its own needs no dimming, which some terminals overdo.
      if item.key == .disabled { styles[item.key]?.dim = false }
    }
  }

  private static let styles256: [StyleRole: Style] = [
    .title: Style(bold: true),
    .accent: Style(foreground: .palette(31)),
    .good: Style(foreground: .palette(28)),
    .bad: Style(foreground: .palette(160), bold: true),
    .warning: Style(foreground: .palette(130)),
    .muted: Style(foreground: .palette(244)),
    .selection: Style(foreground: .palette(231), background: .palette(25)),
    .cursorRow: Style(reverse: true),
    .cursorRowUnfocused: Style(underline: true),
    .disabled: Style(foreground: .palette(244), dim: true),
    .border: Style(foreground: .palette(244)),
    .focusedBorder: Style(foreground: .palette(31), bold: true),
    .activeTab: Style(bold: true, reverse: true),
    .keyHint: Style(foreground: .palette(31), bold: true),
    .match: Style(foreground: .palette(130), bold: true, underline: true),
    .series1: Style(foreground: .palette(32)),
    .series2: Style(foreground: .palette(166)),
    .series3: Style(foreground: .palette(29)),
    .series4: Style(foreground: .palette(133)),
  ]

  private static let styles16: [StyleRole: Style] = [
    .title: Style(bold: true),
    .accent: Style(foreground: .ansi(6)),
    .good: Style(foreground: .ansi(2)),
    .bad: Style(foreground: .ansi(1), bold: true),
    .warning: Style(foreground: .ansi(5)),
    .muted: Style(dim: true),
    .selection: Style(foreground: .ansi(15), background: .ansi(4)),
    .cursorRow: Style(reverse: true),
    .cursorRowUnfocused: Style(underline: true),
    .disabled: Style(dim: true),
    .border: Style(dim: true),
    .focusedBorder: Style(foreground: .ansi(6), bold: true),
    .activeTab: Style(bold: true, reverse: true),
    .keyHint: Style(foreground: .ansi(6), bold: true),
    .match: Style(foreground: .ansi(5), bold: true, underline: true),
    .series1: Style(foreground: .ansi(6)),
    .series2: Style(foreground: .ansi(1)),
    .series3: Style(foreground: .ansi(2)),
    .series4: Style(foreground: .ansi(5)),
  ]

  private static let stylesMono: [StyleRole: Style] = [
    .title: Style(bold: true),
    .accent: Style(bold: true),
    .bad: Style(bold: true, underline: true),
    .warning: Style(underline: true),
    .muted: Style(dim: true),
    .selection: Style(bold: true, underline: true),
    .cursorRow: Style(reverse: true),
    .cursorRowUnfocused: Style(underline: true),
    .disabled: Style(dim: true),
    .border: Style(dim: true),
    .focusedBorder: Style(bold: true),
    .activeTab: Style(bold: true, reverse: true),
    .keyHint: Style(bold: true),
    .match: Style(bold: true, underline: true),
    .series1: Style(bold: true),
    .series3: Style(dim: true),
  ]
}
