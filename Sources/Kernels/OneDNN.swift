internal import COneDNN

/// The library that multiplies matrices.
package enum OneDNN {
  /// For example `2.6.3`.
  package static var version: String {
    guard let version = dnnl_version()?.pointee else { return "unknown" }
    return "\(version.major).\(version.minor).\(version.patch)"
  }

  /// The instructions it makes use of here, such as `avx512_core_vnni`, in its own words.
  package static var instructionSet: String { String(cString: fq_dnnl_instruction_set()) }

  /// Makes products run on the calling thread alone.
  ///
  /// OpenMP keeps a team of threads a calling thread, and oneDNN splits a product by the size of that team, which would
  /// make the order of its sums depend on the machine. Products call this themselves before every run, because a Swift
  /// task may continue on another thread than it began on.
  package static func limitToOneThread() { _ = fq_dnnl_limit_to_one_thread() }

  static let engine: Result<OneDNNEngine, KernelError> = {
    var handle: dnnl_engine_t?
    let status = dnnl_engine_create(&handle, dnnl_cpu, 0)
    guard status == dnnl_success, let handle else {
      return .failure(.oneDNN(.engine, status: Int32(status.rawValue)))
    }
    return .success(OneDNNEngine(handle: handle))
  }()
}

/// The one engine of the process, never destroyed.
///
/// @unchecked Sendable because an engine does not change after its creation and oneDNN allows its use from any thread.
struct OneDNNEngine: @unchecked Sendable {
  let handle: dnnl_engine_t
}
