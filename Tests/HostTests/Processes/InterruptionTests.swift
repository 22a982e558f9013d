import Foundation
import Testing

@testable import Host

struct InterruptionTests {
    @Test func controlCCancelsAndThrows() async {
        await #expect(processExitsWith: .exitCode(130)) {
            do {
                try await interruptible {
                    while true {
                        kill(getpid(), SIGINT)
                        try await Task.sleep(for: .milliseconds(10))
                    }
                }
            } catch let interruption as Interruption {
                exit(interruption.exitCode)
            }
        }
    }

    @Test func resultIsReturned() async throws {
        #expect(try await interruptible { 42 } == 42)
        await #expect(throws: FileError.self) { try await interruptible { throw FileError(path: "a", reason: "b") } }
    }
}
