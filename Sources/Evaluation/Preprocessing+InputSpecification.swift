import Images
import Models

extension Preprocessing {
  init(_ input: InputSpecification) {
    guard let interpolation = Interpolation(rawValue: input.interpolation) else {
      preconditionFailure("the model's configuration was checked for '\(input.interpolation)'")
    }
    self.init(
      inputHeight: input.size, inputWidth: input.size,
      resizeShortSide: Self.resizeShortSide(inputSide: input.size, cropFraction: input.cropFraction),
      interpolation: interpolation,
      mean: input.mean, standardDeviation: input.standardDeviation)
  }
}
