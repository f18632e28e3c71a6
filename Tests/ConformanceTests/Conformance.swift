import TestSupport
import Testing

/// This engine against the outputs of the method's authors' program, a quantity at a time.
///
/// The program computes in 32-bit floats, and a quantized network is chaotic: one code that a last-bit difference turns at
/// a rounding edge grows to the size of the quantization noise within some blocks. So figures agree image by image only
/// where sums run in the program's own order, which is that of PyTorch on a CPU with AVX-512. On other CPUs the suites
/// hold the numbers that do not depend on it and are told apart by name.
@Suite(.serialized, .enabled(if: SharedData.isPresent, "needs ../shared"))
enum Conformance {}
