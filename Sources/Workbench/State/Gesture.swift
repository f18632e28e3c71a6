package import Quantization

/// A key that switches something over, so that a second press, or the opposite key, is expected to bring it back.
package enum Gesture: Hashable, Sendable {
  /// Float or quantized.
  case float
  case powersOfTwoScale
  /// LIS or not, by the row's toggle.
  case logIntSoftmax
  /// One step on the attention ladder.
  case ladder(forward: Bool)

  /// The gesture that takes this one back.
  var inverse: Gesture {
    if case .ladder(let forward) = self { .ladder(forward: !forward) } else { self }
  }
}

/// What rows were before each gesture, so that `f f`, `p p`, `space space` and `t T` come back to exactly the former schemes.
///
/// A step counts only while its rows are still as it left them; whatever else was edited meanwhile keeps its place.
package struct GestureMemory: Hashable, Sendable {
  private struct Place: Hashable {
    let gesture: Gesture
    let sites: [SiteID]
  }

  private struct Step: Hashable {
    let before: [QuantizationScheme]
    let after: [QuantizationScheme]
  }

  private static let longestStack = 64
  private var steps: [Place: [Step]] = [:]

  package init() {}

  /// What `gesture` at `sites`, which have `schemes` now, returns to; nil where nothing it would take back stands.
  package func former(_ gesture: Gesture, at sites: [SiteID], with schemes: [QuantizationScheme]) -> [QuantizationScheme]? {
    guard let step = step(gesture, at: sites, with: schemes) else { return nil }
    guard sites.count > 1 else { return step.before }
    // A row of a group that was switched by itself since then goes back to what it was there.
    return sites.indices.map { index in
      guard step.before[index] != step.after[index] else { return step.before[index] }
      return self.step(gesture, at: [sites[index]], with: [schemes[index]])?.before[0] ?? step.before[index]
    }
  }

  /// What `gesture` at one site of several returns to.
  package func former(_ gesture: Gesture, at site: SiteID, with scheme: QuantizationScheme) -> QuantizationScheme? {
    step(gesture, at: [site], with: [scheme])?.before[0]
  }

  /// Notes that `gesture` led `sites` from one list of schemes to another; a step that it took back is forgotten.
  package mutating func note(
    _ gesture: Gesture, at sites: [SiteID], from before: [QuantizationScheme], to after: [QuantizationScheme]
  ) {
    note(gesture, Place(gesture: gesture, sites: sites), Step(before: before, after: after))
    guard sites.count > 1 else { return }
    for index in sites.indices where before[index] != after[index] {
      note(
        gesture, Place(gesture: gesture, sites: [sites[index]]), Step(before: [before[index]], after: [after[index]]))
    }
  }

  private func step(_ gesture: Gesture, at sites: [SiteID], with schemes: [QuantizationScheme]) -> Step? {
    steps[Place(gesture: gesture.inverse, sites: sites)]?.last.flatMap { $0.after == schemes ? $0 : nil }
  }

  private mutating func note(_ gesture: Gesture, _ place: Place, _ step: Step) {
    let inverse = Place(gesture: gesture.inverse, sites: place.sites)
    if let last = steps[inverse]?.last, last.after == step.before, last.before == step.after {
      steps[inverse]?.removeLast()
      return
    }
    steps[place, default: []].append(step)
    if steps[place]!.count > Self.longestStack { steps[place]!.removeFirst() }
  }
}
