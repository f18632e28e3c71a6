package import Quantization

/// A file that the workbench is asked to write, from its name to what became of it.
package struct FileRequest: Hashable, Sendable {
  package enum Kind: Hashable, Sendable, CaseIterable {
    case export
    /// The picture of the screen, as SVG where the name ends so, else as text.
    case screen
    case log

    /// Before the line that is typed.
    package var title: String {
      switch self {
      case .export: "export to"
      case .screen: "screen to"
      case .log: "log to"
      }
    }

    package var stem: String {
      switch self {
      case .export: "fqvit-export"
      case .screen: "fqvit-screen"
      case .log: "fqvit-session"
      }
    }

    package var nameExtension: String {
      switch self {
      case .export: "json"
      case .screen: "svg"
      case .log: "log"
      }
    }

    /// The name that is proposed where `number` is the first that is free.
    package func name(_ number: Int) -> String { "\(stem)-\(number).\(nameExtension)" }
  }

  /// What an export does about figures that are not in yet.
  package enum Figures: Hashable, Sendable {
    case known
    /// Written once they are.
    case awaited
    case leftOut
  }

  package let kind: Kind
  /// As it was typed.
  package let path: String
  /// What an export writes; nil for other files.
  package let configuration: QuantizationConfiguration?
  /// Whether the person was asked about the file that is there.
  package var overwrites = false
  package var figures = Figures.known

  package init(_ kind: Kind, path: String, configuration: QuantizationConfiguration? = nil) {
    self.kind = kind
    self.path = path
    self.configuration = configuration
  }
}
