import Fixtures
import Foundation
import Testing

/// `pare explore` in a terminal, which python's pty plays.
@Suite(.timeLimit(.minutes(5))) struct ExploreCommandTests {
    /// Types each text after the screen has been quiet, and prints what the terminal got.
    private static let driver = """
        import os, pty, select, sys, time
        child, terminal = pty.fork()
        if child == 0:
            os.execvp("/bin/sh", ["/bin/sh", "-c", sys.argv[1]])
        got = b""
        def quiet(seconds=0.8):
            global got
            while select.select([terminal], [], [], seconds)[0]:
                try:
                    data = os.read(terminal, 65536)
                except OSError:
                    return
                if not data:
                    return
                got += data
        quiet()
        for text in sys.argv[2:]:
            os.write(terminal, text.encode())
            quiet()
        quiet(20)
        status = os.waitpid(child, 0)[1]
        sys.stdout.buffer.write(got)
        sys.exit(os.waitstatus_to_exitcode(status))
        """

    private func explore(_ command: String, _ keys: [String], in folder: TemporaryFolder) async throws -> PareRun {
        try folder.write(Self.driver, to: "driver.py")
        let words = keys.map { "$'\($0)'" }.joined(separator: " ")
        return try await runShell("python3 driver.py '\(command)' \(words)", in: folder, environment: ["TERM": "xterm"])
    }

    @Test(.needs("python3", package: "python3")) func theTerminalIsAsBefore() async throws {
        let folder = try folderWithBinaries()
        let run = try await explore(
            "stty -g >before; $PARE explore grown; echo code $?; stty -g >after", ["j", "\\r", "/http\\r", "q"], in: folder)
        #expect(run.output.contains("\u{1B}[?1049h") && run.output.contains("\u{1B}[?1049l"))
        #expect(run.output.contains("search: http") && run.output.contains("code 0"), "\(run.output)")
        #expect(folder.read("before") == folder.read("after"))
        let killed = try await explore(
            "(sleep 2; pkill -TERM -P $$ pare) & $PARE explore app; echo code $?; stty -g >killed", ["j"], in: folder)
        #expect(killed.output.contains("code 143") && killed.output.contains("\u{1B}[?1049l"), "\(killed.output)")
        #expect(folder.read("before") == folder.read("killed"))
    }

    @Test func itNeedsATerminal() async throws {
        let folder = try folderWithBinaries()
        let run = try await runPare("explore", "app", in: folder)
        #expect(
            run.code == 2 && run.error == "pare: pare explore needs a terminal; `pare weigh app` prints the same\n"
                && run.output == "")
        #expect(try await runPare("explore", in: folder).code == 2)
        #expect(try await runPare("explore", "app", "app", "app", in: folder).error.contains("found 3"))
    }
}
