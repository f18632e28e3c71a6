import Foundation
import Terminal
import Testing

struct ThemeTests {
  @Test func monoHasNoColour() {
    let theme = Theme(depth: .mono)
    for role in StyleRole.allCases {
      #expect(theme[role].foreground == .default && theme[role].background == .default)
    }
    #expect(theme[.cursorRow].reverse && theme[.title].bold)
    #expect(ColorRamp.heat.color(0.5, depth: .mono) == .default)
  }

  @Test func sixteenColoursUseNoOthers() {
    for role in StyleRole.allCases {
      let style = Theme(depth: .colors16)[role]
      #expect(style == style.reduced(to: .colors16))
    }
  }

  /// The contrast ratio of WCAG 2; 3 is its least for graphics and large text.
  @Test func coloursAreReadableOnBlackAndOnWhite() throws {
    for role in StyleRole.allCases {
      let style = Theme(depth: .colors256)[role]
      guard let front = style.foreground.rgb else { continue }
      for back in style.background.rgb.map({ [$0] }) ?? [.black, .white] {
        #expect(contrast(front, back) >= 3, "\(role) on \(back.hexadecimal)")
      }
    }
  }

  /// 4.5 is the least for text.
  @Test(arguments: [(Theme.Background.light, RGB.white), (.dark, .black)])
  func coloursForOneBackgroundContrastMoreOnIt(background: Theme.Background, back: RGB) throws {
    let theme = Theme(depth: .colors256, background: background)
    for role in StyleRole.allCases {
      guard let front = theme[role].foreground.rgb else { continue }
      let least = role == .border || role == .disabled ? 3 : 4.5
      #expect(contrast(front, theme[role].background.rgb ?? back) >= least, "\(role) on \(background)")
    }
  }

  @Test func theHeatRampGrowsBrighter() throws {
    let colors = stride(from: 0, to: 14, by: 1).map { ColorRamp.heat.color((Double($0) + 0.5) / 14, depth: .colors256) }
    let brightness = colors.compactMap { $0.rgb.map(luminance) }
    #expect(brightness.count == ColorRamp.heat.stepCount(depth: .colors256))
    #expect(zip(brightness, brightness.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func colourDepthOfATerminal() {
    #expect(ColorDepth.automatic(colorCount: 256, environment: [:]) == .colors256)
    #expect(ColorDepth.automatic(colorCount: 8, environment: ["NO_COLOR": ""]) == .colors16)
    #expect(ColorDepth.automatic(colorCount: 256, environment: ["NO_COLOR": "1"]) == .mono)
    #expect(ColorDepth.automatic(colorCount: 2, environment: [:]) == .mono)
  }

  @Test func nearestColours() {
    #expect(Color.nearest256(RGB(255, 0, 0)) == .palette(196))
    #expect(Color.nearest256(RGB(128, 128, 128)) == .palette(244))
    #expect(Color.palette(196).reduced(to: .colors16) == .ansi(9))
    #expect(Color.palette(196).reduced(to: .mono) == .default)
  }

  private func luminance(_ color: RGB) -> Double {
    func linear(_ component: UInt8) -> Double {
      let value = Double(component) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
  }

  private func contrast(_ a: RGB, _ b: RGB) -> Double {
    let (x, y) = (luminance(a), luminance(b))
    return (max(x, y) + 0.05) / (min(x, y) + 0.05)
  }
}
