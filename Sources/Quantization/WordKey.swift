/// The coding key of a dictionary whose keys are words, so that it is written as a JSON object.
struct WordKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }

  init?(intValue: Int) { nil }
}
