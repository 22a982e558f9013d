internal import FoundationEssentials

/// What the machine, or the container that this process is in, gives to builds.
public struct Machine: Sendable, Equatable {
    public var processors: Int
    /// Bytes that builds may use without paging or being ended; nil where the system does not tell.
    public var freeMemory: Int?

    public init(processors: Int, freeMemory: Int?) {
        self.processors = processors
        self.freeMemory = freeMemory
    }

    public static var this: Machine {
        Machine(processors: ProcessInfo.processInfo.activeProcessorCount) { systemFile($0) }
    }

    /// `file` reads a file of /proc or /sys/fs/cgroup. The limits of a control group and of those around it all hold.
    /// (proc_meminfo(5), the kernel's cgroup-v2 documentation)
    init(processors: Int, file: (String) -> String?) {
        var quotas = [processors]
        var memory: [Int] = []
        if let line = file("/proc/meminfo")?.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") }),
            let kibibytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        {
            memory.append(kibibytes * 1024)
        }
        for folder in Self.controlGroups(file) {
            func number(_ name: String) -> Int? { file("\(folder)/\(name)").flatMap { Int($0.filter { $0 != "\n" }) } }
            if let limit = number("memory.max") ?? number("memory.limit_in_bytes"),
                let used = number("memory.current") ?? number("memory.usage_in_bytes")
            {
                let cache = Self.fileCache(file("\(folder)/memory.stat"))
                memory.append(max(0, limit - max(0, used - cache)))
            }
            let quota = file("\(folder)/cpu.max")?.split(whereSeparator: \.isWhitespace).compactMap { Int($0) } ?? []
            if quota.count == 2, quota[1] > 0 { quotas.append((quota[0] + quota[1] - 1) / quota[1]) }
        }
        self.processors = max(1, quotas.min() ?? 1)
        freeMemory = memory.min()
    }

    /// The folder of this process's group and of each around it.
    private static func controlGroups(_ file: (String) -> String?) -> [String] {
        var folders = ["/sys/fs/cgroup/memory"]
        guard let line = file("/proc/self/cgroup")?.split(separator: "\n").first(where: { $0.hasPrefix("0::/") }) else {
            return folders
        }
        var path = "/sys/fs/cgroup"
        folders.append(path)
        for element in line.dropFirst(4).split(separator: "/") {
            path += "/\(element)"
            folders.append(path)
        }
        return folders
    }

    /// Pages of files, which the kernel gives up when memory is short.
    private static func fileCache(_ statistics: String?) -> Int {
        let line = statistics?.split(separator: "\n").first { $0.hasPrefix("inactive_file ") }
        return line?.split(separator: " ").last.flatMap { Int($0) } ?? 0
    }
}
