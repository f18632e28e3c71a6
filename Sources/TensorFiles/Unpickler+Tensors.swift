extension Unpickler {
  /// A reference to something outside of the pickle, which for PyTorch is a storage.
  ///
  /// Source: `persistent_id` in `torch/serialization.py`: ("storage", class, key, device, element count), and in files of
  /// before 1.6 a sixth that is None or a part of the storage: (key, offset, element count).
  mutating func persistent(_ id: PickleValue) throws(TensorFileError) -> PickleValue {
    guard case .tuple(let place) = id, case let parts = pickle.sequences[place], parts.count == 5 || parts.count == 6,
      parts[0] == .string("storage"), case .global(.storage(_, let elementType)) = pickle.object(parts[1]),
      case .string(let key) = parts[2], case .integer(let elementCount) = parts[4], elementCount >= 0
    else { return try new(.persistentID(id)) }
    var offset = 0
    if parts.count == 6, parts[5] != .none {
      guard case .tuple(let view) = parts[5], pickle.sequences[view].count == 3,
        case .integer(let first) = pickle.sequences[view][1], first >= 0, first <= elementCount
      else { throw malformed }
      offset = first
    }
    return try new(
      .storage(PickledStorage(key: key, elementType: elementType, elementCount: elementCount, offset: offset)))
  }

  /// A tensor from its storage, offset, extents and strides; what else there is does not change its elements.
  mutating func tensor(
    _ arguments: [PickleValue], _ wrong: TensorFileError
  ) throws(TensorFileError) -> PickleValue {
    guard arguments.count >= 4, case .storage(let storage) = pickle.object(arguments[0]),
      case .integer(let start) = arguments[1], start >= 0, let extents = counts(arguments[2]),
      let strides = counts(arguments[3])
    else { throw wrong }
    let (offset, overflows) = start.addingReportingOverflow(storage.offset)
    guard !overflows else { throw wrong }
    try charge(extents.count + strides.count)
    return try new(.tensor(PickledTensor(storage: storage, offset: offset, extents: extents, strides: strides)))
  }

  private func counts(_ value: PickleValue) -> [Int]? {
    guard case .tuple(let place) = value, pickle.sequences[place].count <= StridedView.dimensionCountLimit else {
      return nil
    }
    var counts: [Int] = []
    for element in pickle.sequences[place] {
      guard case .integer(let count) = element else { return nil }
      counts.append(count)
    }
    return counts
  }
}
