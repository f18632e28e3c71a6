import Quantization
import Testing

@Suite struct IntegerFormatTests {
  @Test(arguments: [
    (8, false, 0, 255), (8, true, -128, 127), (4, false, 0, 15), (4, true, -8, 7), (2, false, 0, 3), (2, true, -2, 1),
    (3, false, 0, 7), (3, true, -4, 3),
  ])
  func `Least and greatest code`(bits: Int, isSigned: Bool, minimum: Int, maximum: Int) {
    let format = IntegerFormat(bits: bits, isSigned: isSigned)
    #expect(format.minimum == minimum)
    #expect(format.maximum == maximum)
  }

  @Test func `Every width has a level for each code`() {
    #expect(Array(IntegerFormat.widths) == [2, 3, 4, 5, 6, 7, 8])
    for bits in IntegerFormat.widths {
      for isSigned in [false, true] {
        let format = IntegerFormat(bits: bits, isSigned: isSigned)
        #expect(format.levelCount == format.maximum - format.minimum + 1)
      }
    }
  }
}
