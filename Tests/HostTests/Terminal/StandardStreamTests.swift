import Foundation
import Testing

@testable import Host

struct StandardStreamTests {
    @Test func aClosedPipeIsNoFault() async {
        await #expect(processExitsWith: .exitCode(0)) {
            StandardStream.ignoreBrokenPipes()
            var ends: [Int32] = [0, 0]
            _ = unsafe pipe(&ends)
            close(ends[0])
            dup2(ends[1], 1)
            do {
                try StandardStream.output.write("nobody reads this")
                exit(1)
            } catch is StandardStream.Closed {
                exit(0)
            }
        }
    }
}
