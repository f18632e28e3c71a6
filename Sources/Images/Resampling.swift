/// Resizes images to the very pixels that Pillow 13's `Image.resize` gives.
///
/// Two passes, each rounded to 8 bits; a pass along which nothing changes is left out.
package enum Resampling {
  /// The image at `width` × `height`, or only `window` of it, which costs only what the window needs.
  package static func resize(
    _ image: RGBImage, width: Int, height: Int, _ interpolation: Interpolation, window: PixelRectangle? = nil
  ) -> RGBImage {
    let resampler = RowResampler(
      sourceWidth: image.width, sourceHeight: image.height, width: width, height: height, interpolation, window: window)
    image.send(to: resampler)
    return resampler.image()
  }
}
