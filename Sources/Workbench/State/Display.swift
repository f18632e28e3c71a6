package import Terminal

/// What the terminal can show.
package struct Display: Hashable, Sendable {
  package var size: Size
  package let glyphs: GlyphSet
  package let theme: Theme

  package init(size: Size, glyphs: GlyphSet, theme: Theme) {
    self.size = size
    self.glyphs = glyphs
    self.theme = theme
  }
}
