import Foundation
import Testing

@testable import Host

@Suite(.timeLimit(.minutes(10)))
struct ProcessTreeTests {
    @Test func childrenCount() async throws {
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-c", "sleep 60 & sleep 60 & wait"]
        try shell.run()
        defer { kill(shell.processIdentifier, SIGKILL) }
        let tree = ProcessTree(below: shell.processIdentifier)
        var names: [String] = []
        // Wait until both sleep; before, each is a copy of the shell.
        while names.count(where: { systemFile("/proc/\($0)/comm") == "sleep\n" }) < 2 {
            try await Task.sleep(for: .milliseconds(10))
            names = (systemFile("/proc/\(shell.processIdentifier)/task/\(shell.processIdentifier)/children") ?? "")
                .split(separator: " ").map(String.init)
        }
        func memory() -> Int {
            names.reduce(0) { sum, name in
                let pages = (systemFile("/proc/\(name)/statm") ?? "").split(separator: " ").dropFirst().first.flatMap { Int($0) }
                return sum + (pages ?? 0) * Int(getpagesize())
            }
        }
        let (before, measured, after) = (memory(), tree.memory, memory())
        #expect((min(before, after)...max(before, after)).contains(measured))
        for name in names { kill(pid_t(name) ?? 0, SIGKILL) }
    }

    @Test func exitedProcessHasNoMemory() {
        #expect(ProcessTree(below: 0x3FFF_FFFF).memory == 0)
    }
}
