import Kernels
package import Models
import Quantization

/// A configuration, a calibration and a checkpoint compiled into steps: immutable, shared by all workers.
package struct ExecutionPlan: Sendable {
  package let graph: ModelGraph
  let steps: [Step]
  let layout: BufferLayout
  /// Nil where everything runs in float.
  let program: IntegerProgram?
  /// Sites whose quantizers run as quantize–dequantize in float.
  package let simulatedSiteCount: Int
  /// Sites whose arithmetic runs in integers throughout.
  package let integerSiteCount: Int

  init(
    graph: ModelGraph, steps: [Step], program: IntegerProgram?, simulatedSiteCount: Int, integerSiteCount: Int
  ) {
    self.graph = graph
    self.steps = steps
    self.program = program
    layout = BufferLayout(graph: graph)
    self.simulatedSiteCount = simulatedSiteCount
    self.integerSiteCount = integerSiteCount
  }
}
