package import Images
package import Models

extension Preprocessing {
  package init(_ input: InputSpecification) {
    guard let interpolation = Interpolation(rawValue: input.interpolation) else {
      preconditionFailure("the model's configuration was checked for '\(input.interpolation)'")
    }
    self.init(
      inputHeight: input.size, inputWidth: input.size, resizing: Resizing(input.resizing), interpolation: interpolation,
      crop: CropRule(input.crop), scaling: PixelScaling(input.scaling), mean: input.mean,
      standardDeviation: input.standardDeviation)
  }
}

extension Resizing {
  fileprivate init(_ resizing: InputSpecification.Resizing) {
    self =
      switch resizing {
      case .none: .none
      case .shortSide(let side): .shortSide(side)
      case .shortSideWithin(let side, let longSide): .shortSideWithin(side, longSide: longSide)
      case .exactly(let width, let height): .exactly(width: width, height: height)
      case .within(let side): .within(width: side, height: side)
      }
  }
}

extension CropRule {
  fileprivate init(_ crop: InputSpecification.Crop) {
    self =
      switch crop {
      case .torchvision(let border):
        .torchvision(border: PixelColor(red: border[0], green: border[1], blue: border[2]))
      case .transformers: .transformers
      }
  }
}

extension PixelScaling {
  fileprivate init(_ scaling: InputSpecification.Scaling) {
    self =
      switch scaling {
      case .division: .division
      case .factor(let factor): .factor(factor)
      case .none: .none
      }
  }
}
