/// A colour as a terminal names it.
package enum Color: Hashable, Sendable {
  /// The terminal's own foreground or background.
  case `default`
  /// One of the 16 colours that the user's terminal theme defines: 0–7 normal, 8–15 bright.
  case ansi(UInt8)
  /// One of xterm's 256 colours; those from 16 up are the same everywhere.
  case palette(UInt8)
}

extension Color {
  /// The components in xterm's default palette; nil for `.default`.
  package var rgb: RGB? {
    switch self {
    case .default: nil
    case .ansi(let index): Self.rgb(ofPalette: index & 15)
    case .palette(let index): Self.rgb(ofPalette: index)
    }
  }

  private static let ansiComponents: [RGB] = [
    RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0),
    RGB(0, 0, 238), RGB(205, 0, 205), RGB(0, 205, 205), RGB(229, 229, 229),
    RGB(127, 127, 127), RGB(255, 0, 0), RGB(0, 255, 0), RGB(255, 255, 0),
    RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255), RGB(255, 255, 255),
  ]

  private static let cubeLevels: [UInt8] = [0, 95, 135, 175, 215, 255]

  private static func rgb(ofPalette index: UInt8) -> RGB {
    switch index {
    case 0..<16: return ansiComponents[Int(index)]
    case 16..<232:
      let cube = Int(index) - 16
      return RGB(cubeLevels[cube / 36], cubeLevels[cube / 6 % 6], cubeLevels[cube % 6])
    default:
      let level = 8 + 10 * (index - 232)
      return RGB(level, level, level)
    }
  }

  /// The nearest colour of the cube or the grey ramp of the 256-colour palette.
  package static func nearest256(_ color: RGB) -> Color {
    func level(_ component: UInt8) -> Int {
      cubeLevels.indices.min { abs(Int(cubeLevels[$0]) - Int(component)) < abs(Int(cubeLevels[$1]) - Int(component)) }!
    }
    let cube = UInt8(16 + 36 * level(color.red) + 6 * level(color.green) + level(color.blue))
    let grey = UInt8(232 + min(max((Int(color.luma) - 3) / 10, 0), 23))
    let isGreyNearer = rgb(ofPalette: grey).distance(to: color) < rgb(ofPalette: cube).distance(to: color)
    return .palette(isGreyNearer ? grey : cube)
  }

  /// The nearest of the 16 colours.
  package static func nearest16(_ color: RGB) -> Color {
    let index = ansiComponents.indices.min {
      ansiComponents[$0].distance(to: color) < ansiComponents[$1].distance(to: color)
    }!
    return .ansi(UInt8(index))
  }

  /// This colour as a terminal of `depth` can show it.
  package func reduced(to depth: ColorDepth) -> Color {
    switch (depth, self) {
    case (.colors256, _), (_, .default): self
    case (.mono, _): .default
    case (.colors16, .ansi): self
    case (.colors16, .palette(let index)) where index < 16: .ansi(index)
    case (.colors16, .palette(let index)): Self.nearest16(Self.rgb(ofPalette: index))
    }
  }
}

extension Color: CustomStringConvertible {
  package var description: String {
    switch self {
    case .default: "default"
    case .ansi(let index): "ansi\(index)"
    case .palette(let index): "\(index)"
    }
  }
}
