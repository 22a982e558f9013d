import Planning
import Reports
import Testing

@testable import Building
@testable import Host

struct ProgressTextTests {
    let jobs = [
        sampleJob("cmd/pprof", "linux/amd64", "strip"), sampleJob("cmd/gofmt", "windows/amd64"),
    ]

    func show(_ terminal: Terminal) -> String {
        var text = ProgressText(jobs, terminal: terminal)
        let failure = BuildOutcome(job: jobs[1], status: .failed, seconds: 2.04, reason: "no")
        let success = BuildOutcome(job: jobs[0], status: .built, seconds: 71.96)
        var shown = ""
        shown += text.text(for: .started(job: 0), elapsed: .zero)
        shown += text.text(for: .started(job: 1), elapsed: .milliseconds(1))
        shown += text.text(for: .compiling(job: 0, package: "net/http"), elapsed: .seconds(1))
        shown += text.text(for: .output(job: 1, line: "./a.go:1:1: undefined: x"), elapsed: .seconds(2))
        shown += text.text(for: .finished(job: 1, outcome: failure), elapsed: .seconds(2))
        shown += text.tick(elapsed: .seconds(11))
        shown += text.tick(elapsed: .seconds(12))
        shown += text.tick(elapsed: .seconds(21))
        shown += text.text(for: .finished(job: 0, outcome: success), elapsed: .seconds(72))
        return shown + text.end()
    }

    @Test func plainLines() {
        #expect(
            show(Terminal(isInteractive: false, width: 80, colour: false)) == """
                [1/2] cmd/gofmt windows/amd64 default: failed, 2.0 s
                [1/2] 0:12  1 failed  1 package compiled  cmd/pprof linux/amd64 strip
                [2/2] cmd/pprof linux/amd64 strip: built, 72.0 s

                """)
    }

    @Test func oneLiveLine() {
        let shown = show(Terminal(isInteractive: true, width: 60, colour: true))
            .replacing("\r\u{1B}[2K", with: "<\n").replacing("\u{1B}[31m", with: "<red>").replacing("\u{1B}[0m", with: "<plain>")
        #expect(
            shown == """
                <
                [0/2] 0:00  cmd/pprof linux/amd64 strip<
                [0/2] 0:00  cmd/pprof linux/amd64 strip, cmd/gofmt windows/<
                [0/2] 0:01  1 package compiled  cmd/pprof linux/amd64 strip<
                <red>[1/2] cmd/gofmt windows/amd64 default: failed, 2.0 s<plain>
                <
                [1/2] 0:02  1 failed  1 package compiled  cmd/pprof linux/a<
                [1/2] 0:11  1 failed  1 package compiled  cmd/pprof linux/a<
                [1/2] 0:12  1 failed  1 package compiled  cmd/pprof linux/a<
                [1/2] 0:21  1 failed  1 package compiled  cmd/pprof linux/a<
                [2/2] 1:12  1 failed  1 package compiled<

                """)
    }

    /// What builds say that succeed is shown once; with commands, everything at once.
    @Test func linesOfSeveralBuildsAreShownOnce() {
        let terminal = Terminal(isInteractive: false, width: 80, colour: false)
        var text = ProgressText(jobs, terminal: terminal)
        var shown = ""
        for job in jobs.indices { shown += text.text(for: .output(job: job, line: "warning: old"), elapsed: .zero) }
        for job in jobs.indices {
            let outcome = BuildOutcome(job: jobs[job], status: .built, seconds: 1)
            shown += text.text(for: .finished(job: job, outcome: outcome), elapsed: .zero)
        }
        #expect(
            shown == """
                cmd/pprof linux/amd64 strip | warning: old
                [1/2] cmd/pprof linux/amd64 strip: built, 1.0 s
                [2/2] cmd/gofmt windows/amd64 default: built, 1.0 s

                """)
        var verbose = ProgressText(jobs, terminal: terminal, commands: ["go build a", "go build b"])
        #expect(verbose.text(for: .started(job: 1), elapsed: .zero) == "cmd/gofmt windows/amd64 default: go build b\n")
        #expect(
            verbose.text(for: .output(job: 1, line: "a.go:1: no"), elapsed: .zero)
                == "cmd/gofmt windows/amd64 default | a.go:1: no\n")
    }

    @Test func checksAndWhyABuildIsMadeAgain() {
        var text = ProgressText(jobs, terminal: Terminal(isInteractive: false, width: 80, colour: false))
        let again = BuildOutcome(job: jobs[0], status: .built, seconds: 2, cause: "main.go changed")
        #expect(
            text.text(for: .finished(job: 0, outcome: again), elapsed: .zero)
                == "[1/2] cmd/pprof linux/amd64 strip: built, main.go changed, 2.0 s\n")
        let same = BuildOutcome(job: jobs[1], status: .unchanged, seconds: 7)
        #expect(
            text.text(for: .finished(job: 1, outcome: same), elapsed: .zero)
                == "[2/2] cmd/gofmt windows/amd64 default: unchanged\n")
        #expect(text.text(for: .checking(check: "smoke -h", builds: 1), elapsed: .zero) == "[2/2] checking 1 build: smoke -h\n")
        #expect(text.text(for: .checking(check: "reproducible", builds: 37, done: 12), elapsed: .zero) == "")
        #expect(text.tick(elapsed: .seconds(11)).hasSuffix("checking 12 of 37 builds: reproducible\n"))
    }
}
