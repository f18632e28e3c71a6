import Foundation
import TestSupport
import Testing

/// SwiftPM lets a target import what it does not declare, so this test reads the `import` lines and holds them against
/// the picture in README.
struct ModuleArrowTests {
  /// What each module may import of this package.
  static let arrows: [String: Set<String>] = [
    "Locks": [],
    "Texts": [],
    "Tensors": ["Texts"],
    "TensorFiles": ["Texts", "Tensors", "CZlib"],
    "Digests": ["CCrypto"],
    "Quantization": ["Texts", "Tensors"],
    "Kernels": ["Quantization", "CKernels", "COneDNN"],
    "Images": ["Texts", "Locks", "Tensors", "Digests", "CJPEG", "CPNG", "CWebP", "CGIF", "CTIFF"],
    "Graphs": ["Texts", "Quantization", "Tensors"],
    "Models": ["Texts", "Graphs", "Quantization", "Tensors", "TensorFiles", "Digests"],
    "Evaluation": ["Texts", "Locks", "Graphs", "Models", "Kernels", "Images", "Quantization", "Tensors", "Digests"],
    "Terminal": ["Texts", "Locks"],
    "CursesTerminal": ["Texts", "Terminal", "CNcurses"],
    "Workbench": ["Texts", "Evaluation", "Graphs", "Models", "Quantization", "Terminal"],
    "fqvit": ["CLastWords", "Texts", "Locks", "Workbench", "CursesTerminal", "Evaluation", "Graphs", "Models", "Quantization", "Terminal", "Tensors"],
  ]
  static let outside: Set<String> = [
    "Foundation", "Dispatch", "Glibc", "Synchronization", "ArgumentParser", "SystemPackage",
  ]

  static func imports(ofModule module: String) throws -> [(file: String, name: String)] {
    let folder = SharedData.packageRoot.appendingPathComponent("Sources").appendingPathComponent(module)
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    var result: [(String, String)] = []
    for case let file as URL in files! where file.pathExtension == "swift" {
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        let words = line.split(separator: " ")
        guard let at = words.firstIndex(of: "import"), at <= 1, words.count > at + 1, !line.hasPrefix("//") else {
          continue
        }
        result.append((file.lastPathComponent, String(words[at + 1])))
      }
    }
    return result
  }

  @Test(arguments: arrows.keys.sorted())
  func `Modules import downward only`(module: String) throws {
    let imports = try Self.imports(ofModule: module)
    #expect(!imports.isEmpty || ["Terminal", "Tensors", "Locks", "Texts"].contains(module))
    let allowed = Self.arrows[module]!.union(Self.outside)
    for (file, name) in imports {
      #expect(allowed.contains(name), "\(module)/\(file) imports \(name)")
    }
  }

  @Test func `Every folder of Sources stands in the picture`() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: SharedData.packageRoot.appendingPathComponent("Sources").path)
      .filter { !$0.hasSuffix(".md") }
    let bindings = folders.filter { $0.hasPrefix("C") && $0.dropFirst().first?.isUppercase == true }
    #expect(Set(folders).subtracting(bindings) == Set(Self.arrows.keys))
  }

  @Test func `Only CursesTerminal imports ncurses`() throws {
    for module in Self.arrows.keys where module != "CursesTerminal" {
      #expect(try !Self.imports(ofModule: module).contains { $0.name == "CNcurses" })
    }
  }
}
