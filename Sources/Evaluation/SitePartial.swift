/// What one sweep gathers at the activation sites of some images; parts are merged in the order of the images.
protocol SitePartial: AnyObject, Sendable {
  /// Adds the value of one image at a site, by the site's index, before its quantizer.
  func observe(site index: Int, _ value: UnsafeMutableBufferPointer<Float>)

  func merge(_ other: Self)
}
