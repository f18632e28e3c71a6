/// The part of one axis that a centred crop keeps, or all of it within a border where the crop is larger.
struct CropSpan {
  let first: Int
  let count: Int
  /// Before the part; what is left of the crop comes behind it.
  let border: Int
}
