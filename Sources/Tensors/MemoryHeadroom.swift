import Foundation

/// How much memory this process may still take.
package enum MemoryHeadroom {
  /// Bytes, the least of what is left of the limits on the process (ulimit -v, -d), its control group and the machine.
  package static var bytes: Int {
    let pages = numbers(in: "/proc/self/statm")
    // All of its address space, what of it is resident, and what of it is data.
    guard pages.count > 5 else { return .max }
    let pageByteCount = Int(sysconf(Int32(_SC_PAGESIZE)))
    var least = min(machineBytes ?? .max, groupLimit.map { $0 - pages[1] * pageByteCount } ?? .max)
    for (resource, used) in [(RLIMIT_AS, pages[0]), (RLIMIT_DATA, pages[5])] {
      var limit = rlimit()
      guard getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0, let bytes = Int(exactly: limit.rlim_cur)
      else { continue }
      least = min(least, bytes - used * pageByteCount)
    }
    return max(0, least)
  }

  /// What a part of the work may keep of what is only there to save time: `wanted`, or a quarter of what is left.
  package static func share(of wanted: Int) -> Int { min(wanted, bytes / 4) }

  /// The least limit of the control groups that the process is in, of the second version or the first.
  ///
  /// What others in the group hold is not taken off: much of it is files in memory, which give way.
  private static var groupLimit: Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8) else { return nil }
    var limits: [Int] = []
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let isSecondVersion = parts[1].isEmpty
      guard isSecondVersion || parts[1] == "memory" else { continue }
      let root = isSecondVersion ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory"
      let name = isSecondVersion ? "memory.max" : "memory.limit_in_bytes"
      // A container sees its own group as the root.
      limits += [root + parts[2], root].flatMap { numbers(in: "\($0)/\(name)").prefix(1) }
    }
    return limits.min()
  }

  private static var machineBytes: Int? {
    guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8) else { return nil }
    let kibibytes = text.split(separator: "\n").filter { $0.hasPrefix("MemAvailable:") || $0.hasPrefix("SwapFree:") }
      .compactMap { line in line.split(separator: " ").dropFirst().first.flatMap { Int($0) } }
    return kibibytes.isEmpty ? nil : kibibytes.reduce(0, +) << 10
  }

  /// The numbers in a file of the kernel's; none where there is no such file, or it says "max".
  private static func numbers(in path: String) -> [Int] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    return text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
  }
}
