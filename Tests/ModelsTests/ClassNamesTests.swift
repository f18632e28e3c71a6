import Foundation
import Models
import TestSupport
import Testing

/// The names that a model's own configuration gives its classes.
@Suite struct ClassNamesTests {
  private let folder = TemporaryFolder()

  /// A model of five classes whose configuration has further members.
  private func names(_ members: String, inPretrained: Bool = false) throws -> ClassNames {
    let marks = inPretrained ? ("\"input_size\"", "\(members), \"input_size\"") : ("\"num_classes\"", "\(members), \"num_classes\"")
    let configuration = TinyModel.configuration.replacingOccurrences(of: marks.0, with: marks.1)
    return try Model(
      folder: TinyModel.write(to: folder.url.appendingPathComponent("model"), configuration: configuration)
    ).classNames
  }

  private func titles(_ members: String, inPretrained: Bool = false) throws -> [String] {
    try names(members, inPretrained: inPretrained).entries.map(\.title)
  }

  @Test func `No names, no remark`() throws {
    let names = try Model(folder: TinyModel.write(to: folder.url.appendingPathComponent("model"))).classNames
    #expect(names.entries.isEmpty && names.remark == nil)
  }

  @Test(arguments: [false, true]) func `timm's label_names and descriptions`(inPretrained: Bool) throws {
    let names = try names(
      """
      "label_names": ["n05", "n01", "n02", "n04", "n03"],
      "label_descriptions": {"n01": "one", "n02": "two", "n03": "three", "n04": "four", "n05": "five"}
      """, inPretrained: inPretrained)
    #expect(names.entries.map(\.title) == ["five", "one", "two", "four", "three"])
    #expect(names.entries[0].names == ["n05", "five"])
    #expect(names.field == "label_names")
  }

  @Test(arguments: [
    #""id2label": {"1": "bee", "0": "ant", "3": "dog", "2": "cow", "4": "eel"}"#,
    #""label2id": {"bee": 1, "ant": 0, "dog": 3, "cow": 2, "eel": 4}"#,
    #""class_to_idx": {"bee": 1, "ant": 0, "dog": 3, "cow": 2, "eel": 4}"#,
    #""classes": ["ant", "bee", "cow", "dog", "eel"]"#,
    #""id2label": {"0": "LABEL_0", "1": "LABEL_1", "2": "LABEL_2", "3": "LABEL_3", "4": "LABEL_4"}, "class_names": ["ant", "bee", "cow", "dog", "eel"]"#,
  ])
  func `Names by whatever program wrote them`(members: String) throws {
    #expect(try titles(members) == ["ant", "bee", "cow", "dog", "eel"])
  }

  @Test(arguments: ["LABEL_#", "class #", "Class_#", "#", "label#"]) func `Placeholders are no names`(pattern: String) throws {
    let members = (0..<5).map { "\"\($0)\": \"\(pattern.replacingOccurrences(of: "#", with: "\($0)"))\"" }
    let names = try names("\"id2label\": {\(members.joined(separator: ", "))}")
    #expect(names.entries.isEmpty && names.remark == nil)
  }

  @Test(arguments: [
    (#""label_names": ["a", "b"]"#, "it names 2 classes, the model has 5"),
    (#""id2label": {"0": "a", "7": "b"}"#, "it names class 7, the model has 5"),
    (#""label2id": {"a": 0, "b": 0, "c": 1, "d": 2, "e": 3}"#, "it names class 0 twice"),
    (#""label_names": ["a", "b", "", "d", "e"]"#, "it leaves classes without a name"),
  ])
  func `Names that cannot be this model's are not used, and that is said`(members: String, problem: String) throws {
    let names = try names(members)
    #expect(names.entries.isEmpty)
    #expect(names.remark?.hasPrefix("config.json: ") == true && names.remark?.hasSuffix(problem) == true)
  }
}
