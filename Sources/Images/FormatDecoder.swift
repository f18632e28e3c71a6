/// Decodes the files of one format; made from a file's header, before anything is allocated for its pixels.
protocol FormatDecoder {
  var width: Int { get }
  var height: Int { get }
  /// What `decode` allocates at most, in bytes.
  var workingByteCount: Int { get }

  /// - Parameters:
  ///   - memory: the whole file.
  ///   - file: its path, for messages.
  init(_ memory: WorkingMemory, file: String) throws(ImageError)

  /// Sends every row, top first.
  ///
  /// - Returns: false where the stream wants no more.
  func decode(into stream: RowStream) throws(ImageError) -> Bool
}
