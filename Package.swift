// swift-tools-version: 6.0
import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Builds a target of this package's own Swift code, so that every module is compiled by the same rules.
///
/// - Parameters:
///   - documents: files of the module's folder that are no part of the build.
///   - isTestable: whether tests reach what no other module needs, in a release build too, which tests of an engine need.
func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], documents: [String] = [], isTestable: Bool = false
) -> Target {
  .target(
    name: name, dependencies: dependencies, exclude: documents,
    swiftSettings: swiftSettings
      + (isTestable ? [.unsafeFlags(["-enable-testing"], .when(configuration: .release))] : []))
}

func tests(_ name: String, _ dependencies: [Target.Dependency], data: [String] = []) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], exclude: data, swiftSettings: swiftSettings)
}

let package = Package(
  name: "fqvit",
  products: [.executable(name: "fqvit", targets: ["fqvit"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
    .systemLibrary(name: "COneDNN", providers: [.apt(["libdnnl-dev"])]),
    .systemLibrary(name: "CJPEG", providers: [.apt(["libjpeg-dev"])]),
    .systemLibrary(name: "CPNG", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CWebP", providers: [.apt(["libwebp-dev"])]),
    .systemLibrary(name: "CGIF", providers: [.apt(["libgif-dev"])]),
    .systemLibrary(name: "CTIFF", providers: [.apt(["libtiff-dev"])]),
    .systemLibrary(name: "CLastWords"),
    .systemLibrary(name: "CCrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3", "-fno-math-errno"])]),

    module("Locks"),
    module("Texts"),
    module("Tensors", ["Texts"]),
    module("TensorFiles", ["Texts", "Tensors", "CZlib"]),
    module("Digests", ["CCrypto"]),
    module("Quantization", ["Texts", "Tensors"]),
    module("Kernels", ["Quantization", "CKernels", "COneDNN"]),
    module(
      "Images",
      [
        "Texts", "Locks", "Tensors", "Digests", "CJPEG", "CPNG", "CWebP", "CGIF", "CTIFF",
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    module("Graphs", ["Texts", "Quantization", "Tensors"]),
    module("Models", ["Texts", "Graphs", "Quantization", "Tensors", "TensorFiles", "Digests"]),
    module(
      "Evaluation", ["Texts", "Locks", "Graphs", "Models", "Kernels", "Images", "Quantization", "Tensors", "Digests"],
      documents: ["Exports/README.md"], isTestable: true),
    module("Terminal", ["Texts", "Locks"]),
    module("CursesTerminal", ["Texts", "Terminal", "CNcurses"]),
    module(
      "Workbench", ["Texts", "Evaluation", "Graphs", "Models", "Quantization", "Terminal"], documents: ["README.md"],
      isTestable: true),
    .executableTarget(
      name: "fqvit",
      dependencies: [
        "CLastWords", "Locks", "Texts", "Workbench", "CursesTerminal", "Evaluation", "Graphs", "Models", "Images", "Quantization", "Terminal", "Tensors",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings),

    .target(
      name: "TestSupport", dependencies: ["Tensors"], path: "Tests/TestSupport", swiftSettings: swiftSettings),
    .executableTarget(
      name: "KernelBenchmarks", dependencies: ["Kernels", "Quantization", "CKernels", "TestSupport"],
      path: "Tests/KernelBenchmarks", exclude: ["baseline.json"], swiftSettings: swiftSettings),
    tests("ArchitectureTests", []),
    tests("TextsTests", ["Texts"]),
    tests("TensorsTests", ["Texts", "Tensors"]),
    tests("TensorFilesTests", ["Texts", "Tensors", "TensorFiles", "CZlib"]),
    tests("QuantizationTests", ["Quantization"]),
    tests("KernelsTests", ["Kernels", "Quantization", "CKernels"]),
    tests(
      "ImagesTests",
      ["Locks", "Texts", "Images", "Tensors", .product(name: "SystemPackage", package: "swift-system")]),
    tests("ModelsTests", ["Texts", "Graphs", "Models", "Quantization", "Tensors"]),
    tests(
      "EvaluationTests",
      [
        "Texts", "Digests", "Locks", "Evaluation", "Graphs", "Models", "Kernels", "Images", "Quantization", "Tensors",
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    tests("ConformanceTests", ["Locks", "Evaluation", "Graphs", "Models", "Kernels", "Images", "Quantization", "Tensors"]),
    tests("TerminalTests", ["Terminal", "CursesTerminal"]),
    tests(
      "WorkbenchTests", ["Workbench", "Evaluation", "Graphs", "Models", "Quantization", "Terminal"], data: ["Screens"]),
    tests("CommandLineTests", ["Tensors"]),
  ],
  swiftLanguageModes: [.v6]
)
