import Foundation
import Testing

@testable import Host

struct TerminalTests {
    @Test(
        arguments: [
            (true, [:], true, true),
            (false, [:], false, false),
            (true, ["TERM": "dumb"], false, false),
            (true, ["NO_COLOR": "1"], true, false),
            (true, ["NO_COLOR": ""], true, true),
            (false, ["CLICOLOR_FORCE": "1"], false, true),
            (false, ["CLICOLOR_FORCE": "0"], false, false),
            (true, ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], true, false),
        ] as [(Bool, [String: String], Bool, Bool)])
    func colour(isTerminal: Bool, environment: [String: String], isInteractive: Bool, colour: Bool) {
        #expect(
            Terminal(isTerminal: isTerminal, columns: 100, environment: environment)
                == Terminal(isInteractive: isInteractive, width: 100, colour: colour))
    }

    @Test func width() {
        #expect(Terminal(isTerminal: true, columns: nil, environment: ["COLUMNS": "72"]).width == 72)
        #expect(Terminal(isTerminal: true, columns: nil, environment: ["COLUMNS": "-3"]).width == 80)
        #expect(Terminal(isTerminal: true, columns: 100, environment: ["COLUMNS": "72"]).width == 100)
    }
}

struct StandardStreamTests {
    @Test func closedPipeIsNotAFileError() async {
        await #expect(processExitsWith: .exitCode(0)) {
            StandardStream.ignoreBrokenPipes()
            var ends: [Int32] = [0, 0]
            _ = unsafe pipe(&ends)
            close(ends[0])
            dup2(ends[1], 1)
            do {
                try StandardStream.output.write("no reader")
                exit(1)
            } catch is StandardStream.Closed {
                exit(0)
            }
        }
    }
}
