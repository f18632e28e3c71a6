import Evaluation
import Foundation
import Graphs
import Models
import Tensors
import TestSupport

/// A network on which the program of the method's authors was run.
enum ReferenceNetwork: String, Sendable, Hashable, CaseIterable {
  case deiTTiny = "DeiT-Tiny"
  case swin = "Swin"

  private var folder: String { self == .deiTTiny ? "reference" : "reference-swin" }

  func file(_ name: String) throws -> SafetensorsFile {
    try SafetensorsFile(path: SharedData.path("\(folder)/\(name).safetensors"))
  }

  /// What the program calls a node that is no site: merging belongs to the stage before there.
  func name(of node: Node) -> String {
    guard self == .swin else { return node.name }
    if node.name == "head.fc" { return "head" }
    let parts = node.name.split(separator: ".")
    guard parts.count > 2, parts[0] == "layers", parts[2] == "downsample", let stage = Int(parts[1]) else {
      return node.name
    }
    return (["layers", "\(stage - 1)"] + parts.dropFirst(2).map(String.init)).joined(separator: ".")
  }

  /// Right classes of the float model, and right ones among the first five.
  var floatCounts: (top1: Int, top5: Int) { self == .deiTTiny ? (654, 757) : (981, 998) }

  func engine() throws -> ReferenceEngine {
    switch self {
    case .deiTTiny: try Self.openedDeiT.get()
    case .swin: try Self.openedSwin.get()
    }
  }

  private static let openedDeiT = Result {
    try ReferenceEngine(
      model: SharedData.path("models/deit_tiny_patch16_224"), validation: SharedData.path("imagenet/validation"),
      calibration: SharedData.path("imagenet/calibration"), order: SharedData.path("reference/calibration-order.txt"),
      batchSize: 100, imageCountOfOMSE: 250, batchSizeOfOMSE: 25)
  }

  private static let openedSwin = Result {
    let demo = SharedData.packageRoot.appendingPathComponent("assets/demo").path
    return try ReferenceEngine(
      model: SharedData.path("models/swin_demo_patch4_window4_64"), validation: demo + "/validation",
      calibration: demo + "/calibration", order: SharedData.path("reference-swin/calibration-order.txt"),
      batchSize: 20, imageCountOfOMSE: nil, batchSizeOfOMSE: 20)
  }
}

/// This engine on a network and images of the program's.
struct ReferenceEngine: Sendable {
  let model: Model
  let compiler: PlanCompiler
  let validation: ImageSet
  /// In the program's calibration order.
  let calibration: ImageSet
  /// Those that the program calibrated OMSE on: the first.
  let calibrationOfOMSE: ImageSet
  let batchSize: Int
  let batchSizeOfOMSE: Int

  init(
    model path: String, validation: String, calibration: String, order: String, batchSize: Int, imageCountOfOMSE: Int?,
    batchSizeOfOMSE: Int
  ) throws {
    let model = try Model(folder: path)
    func images(_ path: String, order: String? = nil, limit: Int? = nil) throws -> ImageSet {
      try ImageSet(
        path: path, model: model, order: order, limit: limit, threadCount: ReferenceProgram.threadCount,
        progress: { _, _ in })
    }
    self.model = model
    compiler = PlanCompiler(model: model)
    self.validation = try images(validation)
    self.calibration = try images(calibration, order: order)
    calibrationOfOMSE = try images(calibration, order: order, limit: imageCountOfOMSE)
    self.batchSize = batchSize
    self.batchSizeOfOMSE = batchSizeOfOMSE
  }
}
