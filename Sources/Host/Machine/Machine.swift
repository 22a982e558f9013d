internal import CFaults
internal import CProcess
internal import Glibc

/// The resources of the machine, or of the container of this process, for builds.
package struct Machine: Sendable, Equatable {
    package var processors: Int
    /// Bytes that builds may use without paging or being killed; nil if unknown.
    package var freeMemory: Int?

    package init(processors: Int, freeMemory: Int?) {
        self.processors = processors
        self.freeMemory = freeMemory
    }

    package static var this: Machine {
        Machine(processors: processorCount) { systemFile($0) }
    }

    /// `file` reads a file of /proc or /sys/fs/cgroup. The limits of a control group and of its parents all apply.
    /// (proc_meminfo(5), the kernel's cgroup-v2 and cgroup-v1 documentation)
    package init(processors: Int, file: (String) -> String?) {
        var quotas = [processors]
        var memory: [Int] = []
        if let line = file("/proc/meminfo")?.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") }),
            let kibibytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        {
            memory.append(kibibytes * 1024)
        }
        for folder in Self.controlGroups(file("/proc/self/cgroup") ?? "") {
            func numbers(_ name: String) -> [Int] {
                file("\(folder)/\(name)")?.split(whereSeparator: \.isWhitespace).compactMap { Int($0) } ?? []
            }
            if let limit = (numbers("memory.max") + numbers("memory.limit_in_bytes")).first,
                let used = (numbers("memory.current") + numbers("memory.usage_in_bytes")).first
            {
                let cache = Self.fileCache(file("\(folder)/memory.stat"))
                memory.append(max(0, limit - max(0, used - cache)))
            }
            let quota = numbers("cpu.max") + numbers("cpu.cfs_quota_us") + numbers("cpu.cfs_period_us")
            if quota.count == 2, quota[0] > 0, quota[1] > 0 { quotas.append((quota[0] + quota[1] - 1) / quota[1]) }
        }
        self.processors = max(1, quotas.min() ?? 1)
        freeMemory = memory.min()
    }

    /// The folders of the control groups of this process, and of their parents: in cgroup v2 of the single hierarchy, in v1 of
    /// those that limit memory and processors. A line is "number:controllers:path". (cgroups(7))
    private static func controlGroups(_ membership: String) -> [String] {
        var folders = ["", "/memory", "/cpu"].map { "/sys/fs/cgroup\($0)" }
        for line in membership.split(separator: "\n") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            for controller in fields[1].split(separator: ",", omittingEmptySubsequences: false)
            where ["", "memory", "cpu"].contains(controller) {
                var folder = "/sys/fs/cgroup" + (controller.isEmpty ? "" : "/\(controller)")
                for element in fields[2].split(separator: "/") {
                    folder += "/\(element)"
                    folders.append(folder)
                }
            }
        }
        return folders
    }

    /// Page cache of files, which the kernel reclaims when memory is short.
    private static func fileCache(_ statistics: String?) -> Int {
        let line = statistics?.split(separator: "\n").first { $0.hasPrefix("inactive_file ") }
        return line?.split(separator: " ").last.flatMap { Int($0) } ?? 0
    }
}

/// The environment of this process, read again at each call.
package var currentEnvironment: [String: String] {
    var variables: [String: String] = [:]
    var entry = unsafe environment_entries()
    while let text = unsafe entry?.pointee {
        // By bytes: a value may begin with a combining mark, which joins the `=` before it to one character.
        let entryText = unsafe String(cString: text)
        if let equals = entryText.utf8.firstIndex(of: UInt8(ascii: "=")) {
            variables[String(entryText[..<equals])] = String(Substring(entryText.utf8[equals...].dropFirst()))
        }
        unsafe entry = entry?.advanced(by: 1)
    }
    return variables
}

/// Number of processors that this process may run on.
package var processorCount: Int {
    let allowed = Int(allowed_processors())
    return allowed > 0 ? allowed : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}

/// Prepares the heap for analyses, which use a few tens of megabytes for a few tens of milliseconds: one heap for all threads in
/// large pages, and freed blocks are reused instead of returned to the system, which would have to clear their pages each time.
/// (glibc, mallopt(3); madvise(2))
package func prepareHeap() {
    _ = mallopt(M_ARENA_MAX, 1)
    _ = mallopt(M_MMAP_THRESHOLD, 1 << 30)
    _ = mallopt(M_TRIM_THRESHOLD, 1 << 30)
    _ = mallopt(M_TOP_PAD, 1 << 26)
    guard let block = unsafe malloc(1 << 20) else { return }
    defer { unsafe free(block) }
    let largePage: UInt = 1 << 21
    let start = (UInt(bitPattern: block) + largePage - 1) & ~(largePage - 1)
    guard let end = unsafe sbrk(0), UInt(bitPattern: end) > start else { return }
    _ = unsafe madvise(UnsafeMutableRawPointer(bitPattern: start), Int(UInt(bitPattern: end) - start), MADV_HUGEPAGE)
}

/// A process that ends by a signal says so, with exit code 2, where its cause is a file that has changed or a limit on memory.
///
/// Throws where a limit (`ulimit -v`) leaves no room for the threads: without them the program would wait forever.
package func explainAbnormalEnd() throws(FileError) {
    faults_explain_end()
    let least = 64 << 20 + 12 << 20 * processorCount
    guard faults_has_room(least) else {
        throw FileError(
            path: "memory", reason: "less than \(least >> 20) MiB are left under the limit of the shell (ulimit -v)")
    }
}
