/// Where nothing but one value's codes is read later: a run that has these can begin behind it.
///
/// On a branch nothing but these and the codes of one earlier cut.
struct Cut: Sendable {
  let node: Int
  /// The instruction that makes the codes.
  let instruction: Int
  /// What is read later of the value's codes.
  let bytes: Range<Int>
  let key: PrefixKey
  /// The index of the cut whose codes are read later too; nil off branches.
  let residual: Int?
}
