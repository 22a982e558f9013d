import Testing

@testable import Host

struct MachineTests {
    private let information = "MemTotal:       24000000 kB\nMemFree:         100000 kB\nMemAvailable:   8000000 kB\n"

    private func machine(_ files: [String: String]) -> Machine {
        Machine(processors: 8) { files[$0] }
    }

    @Test func withoutGroupsTheLimitsOfTheKernelApply() {
        #expect(machine(["/proc/meminfo": information]) == Machine(processors: 8, freeMemory: 8_000_000 * 1024))
        #expect(machine([:]) == Machine(processors: 8, freeMemory: nil))
    }

    @Test func limitsOfAParentGroupApply() {
        let files = [
            "/proc/meminfo": information, "/proc/self/cgroup": "0::/box/inner\n",
            "/sys/fs/cgroup/box/memory.max": "2147483648\n", "/sys/fs/cgroup/box/memory.current": "1147483648\n",
            "/sys/fs/cgroup/box/memory.stat": "anon 5\ninactive_file 500000000\n",
            "/sys/fs/cgroup/box/cpu.max": "250000 100000\n",
            "/sys/fs/cgroup/box/inner/memory.max": "max\n", "/sys/fs/cgroup/box/inner/memory.current": "1147483648\n",
            "/sys/fs/cgroup/box/inner/cpu.max": "max 100000\n",
        ]
        #expect(machine(files) == Machine(processors: 3, freeMemory: 1_500_000_000))
    }

    @Test func theFirstVersionOfGroups() {
        let files = [
            "/proc/meminfo": information, "/sys/fs/cgroup/memory/memory.limit_in_bytes": "1000000000\n",
            "/sys/fs/cgroup/memory/memory.usage_in_bytes": "400000000\n",
        ]
        #expect(machine(files).freeMemory == 600_000_000)
        let inner = [
            "/proc/self/cgroup": "4:memory:/box\n2:cpu,cpuacct:/box/inner\n1:name=systemd:/\n0::/\n",
            "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
            "/sys/fs/cgroup/memory/memory.usage_in_bytes": "800000000\n",
            "/sys/fs/cgroup/memory/box/memory.limit_in_bytes": "900000000\n",
            "/sys/fs/cgroup/memory/box/memory.usage_in_bytes": "400000000\n",
            "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
            "/sys/fs/cgroup/cpu/box/inner/cpu.cfs_quota_us": "150000\n",
            "/sys/fs/cgroup/cpu/box/inner/cpu.cfs_period_us": "100000\n",
        ]
        #expect(machine(inner) == Machine(processors: 2, freeMemory: 500_000_000))
    }

    @Test func thisMachineHasAProcessor() {
        #expect(Machine.this.processors >= 1)
        #expect(Machine.this.freeMemory.map { $0 > 0 } != false)
    }
}
