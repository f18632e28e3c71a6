import CNcurses
import Terminal

/// The colour pairs of ncurses, given out as styles need them; the one not used for longest makes room.
@MainActor
final class ColorPairs {
  private struct Colors: Hashable {
    let foreground: Int16
    let background: Int16
  }

  private let colorCount: Int
  /// Pairs from 1 up to and without this.
  private let limit: Int
  private var numbers: [Colors: Int16] = [:]
  private var colors: [Int16: Colors] = [:]
  private var lastFrame: [Int16: Int] = [:]
  private var frame = 0

  init(colorCount: Int, pairCount: Int) {
    self.colorCount = colorCount
    limit = min(pairCount, Int(Int16.max))
  }

  /// Pairs asked for from here on stay until the next frame begins.
  func beginFrame() { frame += 1 }

  /// The number of a pair; 0, the terminal's own colours, where no pair is left in this frame.
  func number(foreground: Color, background: Color) -> Int16 {
    let wanted = Colors(foreground: index(foreground), background: index(background))
    guard wanted.foreground >= 0 || wanted.background >= 0 else { return 0 }
    if let known = numbers[wanted] {
      lastFrame[known] = frame
      return known
    }
    guard let number = freeNumber() else { return 0 }
    if let evicted = colors[number] { numbers[evicted] = nil }
    guard init_pair(number, wanted.foreground, wanted.background) == OK else { return 0 }
    numbers[wanted] = number
    colors[number] = wanted
    lastFrame[number] = frame
    return number
  }

  private func freeNumber() -> Int16? {
    if colors.count + 1 < limit { return Int16(colors.count + 1) }
    guard let oldest = lastFrame.min(by: { $0.value < $1.value }), oldest.value < frame else { return nil }
    return oldest.key
  }

  /// The number of a colour, −1 for the terminal's own; terminals of 8 colours show the bright ones as the normal ones.
  private func index(_ color: Color) -> Int16 {
    let index: Int16 =
      switch color {
      case .default: -1
      case .ansi(let index): Int16(index & 15)
      case .palette(let index): Int16(index)
      }
    return Int(index) < colorCount ? index : index % 8
  }
}
