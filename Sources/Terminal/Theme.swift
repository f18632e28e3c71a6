/// The looks of the roles at one colour depth, readable on light and on dark backgrounds.
///
/// Colours on the terminal's own background are of middle brightness, so that both black and white behind them contrast;
/// where colour is absent, bold, underline and reverse tell roles apart, and views add a word or a sign, never hue alone.
package struct Theme: Hashable, Sendable {
  package let depth: ColorDepth
  private let styles: [StyleRole: Style]

  package init(depth: ColorDepth) {
    self.depth = depth
    styles =
      switch depth {
      case .colors256: Self.styles256
      case .colors16: Self.styles16
      case .mono: Self.stylesMono
      }
  }

  package subscript(role: StyleRole) -> Style { styles[role] ?? .plain }

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
