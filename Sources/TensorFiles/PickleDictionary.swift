/// A dictionary of a pickle: in order, a key that comes again keeps its place and takes the new value, as in Python.
package struct PickleDictionary: Sendable {
  package private(set) var keys: [PickleValue] = []
  package private(set) var values: [PickleValue] = []
  private var places: [PickleValue: Int] = [:]

  package var count: Int { keys.count }

  package subscript(key: PickleValue) -> PickleValue? { places[key].map { values[$0] } }

  mutating func set(_ key: PickleValue, _ value: PickleValue) {
    if let place = places[key] {
      values[place] = value
    } else {
      places[key] = keys.count
      keys.append(key)
      values.append(value)
    }
  }
}
