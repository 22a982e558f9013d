import Foundation
import Testing

@testable import Execution

struct ProcessTreeTests {
    @Test func childrenCount() throws {
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-c", "sleep 60 & sleep 60 & wait"]
        try shell.run()
        defer { kill(shell.processIdentifier, SIGKILL) }
        let tree = ProcessTree(shell.processIdentifier)
        let alone = systemFile("/proc/\(shell.processIdentifier)/statm")
        #expect(alone != nil)
        var names: [String] = []
        for _ in 0..<500 {
            names = (systemFile("/proc/\(shell.processIdentifier)/task/\(shell.processIdentifier)/children") ?? "")
                .split(separator: " ").map(String.init)
            if names.count == 2 { break }
            Thread.sleep(forTimeInterval: 0.01)
        }
        #expect(names.count == 2)
        let shellAlone = (alone?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * Int(getpagesize())
        #expect(tree.memory > shellAlone)
        for name in names { kill(pid_t(name) ?? 0, SIGKILL) }
    }

    @Test func aProcessThatIsGoneHasNone() {
        #expect(ProcessTree(0x3FFF_FFFF).memory == 0)
    }
}
