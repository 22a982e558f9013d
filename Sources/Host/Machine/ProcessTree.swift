internal import Glibc
internal import SystemPackage

/// A process and all that descend from it, as /proc shows them. (proc(5))
struct ProcessTree {
    private let root: pid_t

    package init(_ root: pid_t) {
        self.root = root
    }

    /// The largest sum of their resident memory seen until the task is cancelled, bytes. Looks the more seldom the longer that
    /// takes, at first a hundred times a second.
    func peakMemory() async -> Int {
        let start = ContinuousClock.now
        var peak = 0
        while !Task.isCancelled {
            peak = max(peak, memory)
            try? await Task.sleep(for: max(.milliseconds(10), min(start.duration(to: .now) / 20, .milliseconds(500))))
        }
        return peak
    }

    /// Resident memory of all of them now, bytes.
    package var memory: Int {
        var sum = 0
        var queue = [root]
        while let process = queue.popLast() {
            // "size resident shared ...", in pages
            let pages = systemFile("/proc/\(process)/statm")?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            sum += pages * Int(getpagesize())
            for thread in names(in: "/proc/\(process)/task") {
                let children = systemFile("/proc/\(process)/task/\(thread)/children") ?? ""
                queue += children.split(separator: " ").compactMap { pid_t($0) }
            }
        }
        return sum
    }

    private func names(in folder: String) -> [String] {
        ((try? Host.names(inFolder: folder)) ?? []).filter { !$0.hasPrefix(".") }
    }
}

/// The text of a small file that the kernel makes as it is read; nil when it is not there.
func systemFile(_ path: String) -> String? {
    guard let descriptor = try? FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec]) else { return nil }
    defer { try? descriptor.close() }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while let count = unsafe try? buffer.withUnsafeMutableBytes({ unsafe try descriptor.read(into: $0) }), count > 0 {
        bytes += buffer.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self)
}
