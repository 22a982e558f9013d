internal import Glibc
internal import SystemPackage

/// A memory cgroup for one run, which counts all of its processes together: also those in sessions of their own.
/// (The kernel's documentation of cgroup v2 and v1)
struct MemoryGroup: Sendable {
    /// Folder of the group.
    let path: String

    /// Makes a group below that of this process; nil where that is not allowed, or groups have no count of memory there.
    static func make() -> MemoryGroup? {
        for parent in parents({ systemFile($0) }) {
            let group = MemoryGroup(path: "\(parent)/pare-\(getpid())-\(UInt32.random(in: .min ... .max))")
            guard (try? createFolder(group.path)) != nil else { continue }
            if group.peakBytes != nil { return group }
            _ = unsafe rmdir(group.path)
        }
        return nil
    }

    /// Folders in which a group may be made, the best first. A group of cgroup v2 that has processes counts the memory of no group
    /// below it. Its parent is a place where it has no limit: the run would be without that.
    static func parents(_ file: (String) -> String?) -> [String] {
        var parents: [String] = []
        for line in (file("/proc/self/cgroup") ?? "").split(separator: "\n") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            let own = fields[2].hasSuffix("/") ? String(fields[2].dropLast()) : String(fields[2])
            if fields[1].split(separator: ",").contains("memory") {
                // In a container the root of the mounted hierarchy is the container's own group.
                let isHere = file("/sys/fs/cgroup/memory\(own)/memory.usage_in_bytes") != nil
                parents.append("/sys/fs/cgroup/memory" + (isHere ? own : ""))
            } else if fields[1].isEmpty {
                parents.append("/sys/fs/cgroup\(own)")
                let limits = ["memory.max", "memory.high"].map {
                    file("/sys/fs/cgroup\(own)/\($0)")?.split(whereSeparator: \.isWhitespace).first
                }
                if let slash = own.lastIndex(of: "/"), limits.allSatisfy({ $0 == nil || $0 == "max" }) {
                    parents.append("/sys/fs/cgroup\(own[..<slash])")
                }
            }
        }
        return parents
    }

    /// Largest memory of the processes together, bytes, with page cache that they were the first to read or write, and the kernel's
    /// memory for them; nil in a kernel that does not count it (cgroup v2 before Linux 5.19).
    var peakBytes: Int? {
        let text = systemFile("\(path)/memory.peak") ?? systemFile("\(path)/memory.max_usage_in_bytes")
        return text.flatMap { Int($0.filter { !$0.isWhitespace }) }
    }

    /// Kills processes that are left in the group and removes it. A process that cannot be ended within a second keeps it.
    func remove() async {
        for _ in 0..<100 {
            for process in (systemFile("\(path)/cgroup.procs") ?? "").split(separator: "\n") {
                if let id = pid_t(process) { kill(id, SIGKILL) }
            }
            if unsafe rmdir(path) == 0 || errno == ENOENT { return }
            try? await Task.sleep(for: .milliseconds(10))
        }
    }
}
