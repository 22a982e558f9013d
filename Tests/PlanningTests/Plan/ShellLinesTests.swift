import Testing

@testable import Planning

struct ShellLinesTests {
    private let job = BuildJob(
        main: "./cmd/it's", target: "linux/amd64", preset: "strip", workingDirectory: "a module",
        environment: [EnvironmentVariable("GOOS", "linux"), EnvironmentVariable("GOFLAGS", "-mod=mod -v")],
        flags: ["-trimpath", "-tags=a,b", "-ldflags=-s -w -X 'main.name=a $HOME b'", "odd flag=x"], output: "unused")

    @Test func quotesOnlyWhatNeedsIt() {
        #expect(
            job.shellLine(output: "/tmp/out") == #"""
                env GOOS=linux GOFLAGS='-mod=mod -v' go build -C 'a module' -trimpath -tags=a,b -ldflags='-s -w -X '\''main.name=a $HOME b'\''' 'odd flag=x' -o /tmp/out './cmd/it'\''s'
                """#)
    }

    /// What a shell makes of the line is, word for word, what the job says.
    @Test func aShellReadsTheWordsBack() throws {
        let line = job.shellLine(output: "dist/a b/app")
        let words = try run("/bin/sh", ["-c", "cd /; printf '%s\\n' \(line)"]).output
        #expect(
            words.split(separator: "\n").map(String.init)
                == ["env", "GOOS=linux", "GOFLAGS=-mod=mod -v", "go", "build", "-C", "a module"] + job.flags
                + ["-o", "//dist/a b/app", job.main])
    }

    @Test(arguments: ["", "a", "a b", "'", "''", "$(x)", "`x`", "a\\b", "\"", "*", "~", "#", "é", "!", "a\tb", "-n", "a;b&c|d>e"])
    func quotingRoundTrips(text: String) throws {
        #expect(try run("/bin/sh", ["-c", "printf '%s' \(shellQuoted(text))"]).output == text)
    }
}
