import ArgumentParser

/// Which LayerNorms or attentions an option means, in network order: `all`, `none` or `0,3,5-7`.
enum IndexList: Equatable {
  case all
  case none
  case some([ClosedRange<Int>])

  init(parsing argument: String) throws {
    switch argument {
    case "all": self = .all
    case "none": self = .none
    default:
      var ranges: [ClosedRange<Int>] = []
      for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
        let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        switch (ends.count, ends.first ?? nil, ends.last ?? nil) {
        case (1, let index?, _): ranges.append(index...index)
        case (2, let first?, let last?) where first <= last: ranges.append(first...last)
        default: throw ValidationError("expected all, none or a list such as 0,3,5-7")
        }
      }
      self = .some(ranges)
    }
  }

  /// The chosen indices below `count`.
  func indices(count: Int, option: String, what: String) throws(Failure) -> Set<Int> {
    switch self {
    case .all: return Set(0..<count)
    case .none: return []
    case .some(let ranges):
      if let beyond = ranges.map(\.upperBound).max(), beyond >= count {
        throw .wrongUse("\(option): there is no \(what) \(beyond); this model has \(count), numbered 0 to \(count - 1)")
      }
      return Set(ranges.joined())
    }
  }
}
