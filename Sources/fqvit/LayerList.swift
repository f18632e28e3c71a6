import ArgumentParser
import Graphs
import Models
import Quantization

/// Which LayerNorms or attentions an option means: `all`, `none`, numbers in network order such as `0,3,5-7`, or rows by
/// their names and patterns.
enum LayerList: Equatable {
  enum Part: Equatable {
    case indices(ClosedRange<Int>)
    /// As in `--set`: a row, an alias, a group or a pattern.
    case rows(String)
  }

  case all
  case none
  case some([Part])

  init(parsing argument: String) throws {
    switch argument {
    case "all": self = .all
    case "none": self = .none
    default: self = .some(try Self.parts(of: argument).map(Self.part))
    }
  }

  private static let expectation = "expected all, none, a list such as 0,3,5-7, or rows such as blocks.*.norm1"

  /// Commas within braces belong to a pattern.
  private static func parts(of list: String) -> [String] {
    var parts = [""]
    var depth = 0
    for character in list {
      depth += character == "{" ? 1 : character == "}" ? -1 : 0
      if character == ",", depth <= 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
    }
    return parts
  }

  private static func part(_ text: String) throws -> Part {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    switch (ends.count, ends.first ?? nil, ends.last ?? nil) {
    case (1, let index?, _) where index >= 0: return .indices(index...index)
    case (2, let first?, let last?) where first <= last: return .indices(first...last)
    default:
      // What looks like a number that went wrong is one.
      guard text.contains(where: \.isLetter) || RowPattern.isPattern(text), text.first?.isNumber == false,
        !text.contains(where: \.isWhitespace)
      else { throw ValidationError(expectation) }
      return .rows(text)
    }
  }

  /// The chosen ones of `sites`, which are the graph's LayerNorm inputs or its attentions, by position.
  func indices(of sites: [SiteID], in graph: Graph, option: String, what: String) throws(Failure) -> Set<Int> {
    switch self {
    case .all: return Set(sites.indices)
    case .none: return []
    case .some(let parts):
      var result: Set<Int> = []
      for part in parts {
        switch part {
        case .indices(let range):
          guard range.upperBound < sites.count else {
            throw .wrongUse(
              "\(option): there is no \(what) \(range.upperBound); this model has \(sites.count)"
                + (sites.isEmpty ? "" : ", numbered 0 to \(sites.count - 1)"))
          }
          result.formUnion(range)
        case .rows(let text):
          let rows: [Site]
          do throws(QuantizationError) { rows = try graph.rows(named: text) } catch {
            throw .wrongUse("\(option): \(error)")
          }
          let found = sites.indices.filter { index in rows.contains { $0.id == sites[index] } }
          guard !found.isEmpty else { throw .wrongUse("\(option): '\(text)' names no \(what), but \(rows[0].id)") }
          result.formUnion(found)
        }
      }
      return result
    }
  }
}
