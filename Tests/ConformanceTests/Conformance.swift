import TestSupport
import Testing

/// This engine against the outputs of the method's authors' program, a quantity at a time.
///
/// The program computes in 32-bit floats, and a quantized network is chaotic: one code that a last-bit difference turns at
/// a rounding edge grows to the size of the quantization noise within some blocks. So arithmetic is judged site by site
/// from the program's own inputs, where it can be exact, and whole networks by bounds that say what that noise allows.
@Suite(.serialized, .enabled(if: SharedData.isPresent, "needs ../shared"))
enum Conformance {}
