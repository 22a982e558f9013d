import Testing

@testable import Host

struct MemoryGroupTests {
    private func parents(_ files: [String: String]) -> [String] { MemoryGroup.parents { files[$0] } }

    @Test func groupsOfTheFirstVersionAreBelowTheOwn() {
        let membership = "9:name=systemd:/\n4:memory:/user/shell\n3:cpu,cpuacct:/other\n"
        #expect(
            parents(["/proc/self/cgroup": membership, "/sys/fs/cgroup/memory/user/shell/memory.usage_in_bytes": "1"])
                == ["/sys/fs/cgroup/memory/user/shell"])
        #expect(parents(["/proc/self/cgroup": membership]) == ["/sys/fs/cgroup/memory"], "a container sees its group as the root")
    }

    @Test func aGroupBesideTheOwnHasItsLimit() {
        let membership = "0::/user.slice/session.scope\n"
        let own = "/sys/fs/cgroup/user.slice/session.scope"
        #expect(parents(["/proc/self/cgroup": membership, "\(own)/memory.max": "max\n"]) == [own, "/sys/fs/cgroup/user.slice"])
        for limit in ["memory.max", "memory.high"] {
            #expect(parents(["/proc/self/cgroup": membership, "\(own)/\(limit)": "1048576\n"]) == [own])
        }
        #expect(parents(["/proc/self/cgroup": "0::/\n"]) == ["/sys/fs/cgroup"])
        #expect(parents([:]) == [])
    }

    @Test func aGroupIsRemovedWithItsProcesses() async throws {
        guard let group = MemoryGroup.make() else { return }
        #expect(group.peakBytes != nil)
        await group.remove()
        #expect(systemFile("\(group.path)/cgroup.procs") == nil)
    }
}
