import Planning
import Reports
import Testing

@testable import Building
@testable import Toolchain

struct EventLineTests {
    @Test func oneObjectALine() {
        let job = sampleJob("cmd/app", "linux/amd64")
        let lines = EventLine([job])
        #expect(
            lines.text(.started(job: 0)) == #"{"event":"started","main":"cmd/app","preset":"default","target":"linux/amd64"}"#
                + "\n")
        var other = job
        other.main = "./cmd/app"
        other.importPath = "example.com/a/cmd/app"
        other.workingDirectory = "a"
        #expect(EventLine([other]).text(.started(job: 0)).contains(#""main":"example.com/a/cmd/app""#))
        #expect(other.title == "example.com/a/cmd/app linux/amd64 default")
        let outcome = BuildOutcome(job: job, status: .failed, seconds: 1.5, reason: "line one\nline two")
        #expect(
            lines.text(.finished(job: 0, outcome: outcome))
                == #"{"event":"finished","main":"cmd/app","preset":"default","reason":"line one\nline two","seconds":1.5,"status":"failed","target":"linux/amd64"}"#
                + "\n")
        #expect(
            lines.text(.checking(check: "smoke", builds: 3, done: 2))
                == #"{"builds":3,"check":"smoke","done":2,"event":"checking"}"#
                + "\n")
        #expect(
            lines.end(report: "dist/a/report.json", passed: true)
                == #"{"event":"report","passed":true,"path":"dist/a/report.json"}"# + "\n")
    }
}
