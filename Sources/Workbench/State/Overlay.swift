/// What lies over the panes and has the keys.
package enum Overlay: Hashable, Sendable {
  /// The card of the first start.
  case tour
  case help(HelpPlace)
  case palette(input: TextInput, cursor: Int)
  /// The filter and the cursor's row that were there before, to return to on Escape.
  case filter(input: TextInput, before: String, row: Int)
  case bits(choice: Int)
  /// What an edit would change, before it does.
  case preview(EditPreview)
  /// Everything that is known of the row under the cursor.
  case details
  case path(FileRequest.Kind, TextInput)
  /// A file of that name is there.
  case overwrite(FileRequest)
  /// An export whose figures are not in.
  case figuresMissing(FileRequest)
  case quitConfirmation

  /// What stands in the line that is typed; nil where none is.
  var line: String? {
    switch self {
    case .palette(let input, _), .filter(let input, _, _), .path(_, let input): input.text
    case .help(let place): place.search?.text
    case .tour, .bits, .preview, .details, .overwrite, .figuresMissing, .quitConfirmation: nil
    }
  }

  /// Whether it asks what depends on the files on disk and on what is finished by now.
  var isQuestion: Bool {
    switch self {
    case .path, .overwrite, .figuresMissing, .quitConfirmation: true
    case .tour, .help, .palette, .filter, .bits, .preview, .details: false
    }
  }

  /// Whether characters go into a line.
  package var hasText: Bool {
    switch self {
    case .palette, .filter, .path: true
    case .help(let place): place.search != nil
    case .tour, .bits, .preview, .details, .overwrite, .figuresMissing, .quitConfirmation: false
    }
  }
}

/// Where a reader of the help is.
package struct HelpPlace: Hashable, Sendable {
  package var scroll = 0
  /// What is being typed behind `/`; nil where nothing is.
  package var search: TextInput?
  /// What was searched for last; `n` goes on.
  package var pattern = ""
  /// The line that was found last.
  package var hit: Int?

  package init(scroll: Int = 0) { self.scroll = scroll }
}
