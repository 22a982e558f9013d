internal import Host
internal import JSON
package import Planning
internal import Reports
internal import Toolchain

/// Events of a plan's jobs. `job` is the index in the plan.
package enum BuildEvent: Sendable, Equatable {
    case started(job: Int)
    /// Go compiles a package that was not in its cache.
    case compiling(job: Int, package: String)
    /// A line that go, the compiler or the linker wrote.
    case output(job: Int, line: String)
    case finished(job: Int, outcome: BuildOutcome)
    /// A check of so many builds begins, or is through with `done` of them.
    case checking(check: String, builds: Int, done: Int = 0)

    /// A line of `go build -v`: an import path stands alone, all else is said to people.
    package init(job: Int, line: String) {
        let isPackage = line.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ":"), UInt8(ascii: "#"), UInt8(ascii: "("),
                UInt8(ascii: "="):
                false
            default: true
            }
        }
        self = isPackage && !line.isEmpty ? .compiling(job: job, package: line) : .output(job: job, line: line)
    }
}

/// Build events for machines: one JSON object a line.
package struct EventLine: Sendable {
    private struct Line: Encodable {
        /// `started`, `compiling`, `output`, `finished`, `checking`, `report`
        package var event: String
        /// As the report calls the program.
        package var main: String?
        package var target: String?
        package var preset: String?
        package var package: String?
        package var text: String?
        package var status: String?
        package var seconds: Double?
        var peakBytes: Int?
        package var sha256: String?
        package var path: String?
        var cause: String?
        package var reason: String?
        package var check: String?
        package var builds: Int?
        package var done: Int?
        package var passed: Bool?
    }

    private let jobs: [BuildJob]

    package init(_ jobs: [BuildJob]) {
        self.jobs = jobs
    }

    /// With a line feed at its end.
    package func text(_ event: BuildEvent) -> String {
        switch event {
        case .started(let job): return encoded(line("started", job))
        case .compiling(let job, let package):
            var line = line("compiling", job)
            line.package = package
            return encoded(line)
        case .output(let job, let text):
            var line = line("output", job)
            line.text = text
            return encoded(line)
        case .finished(let job, let outcome):
            var line = line("finished", job)
            line.status = outcome.status.rawValue
            line.seconds = outcome.seconds
            line.peakBytes = outcome.peakBytes
            line.sha256 = outcome.sha256
            line.path = outcome.isWhole ? outcome.job.output : nil
            line.cause = outcome.cause
            line.reason = outcome.isWhole ? nil : outcome.reason
            return encoded(line)
        case .checking(let check, let builds, let done):
            return encoded(Line(event: "checking", check: check, builds: builds, done: done))
        }
    }

    /// The last line: where the report is, and whether all is well.
    package func end(report path: String, passed: Bool) -> String {
        encoded(Line(event: "report", path: path, passed: passed))
    }

    private func line(_ event: String, _ job: Int) -> Line {
        Line(event: event, main: jobs[job].importPath, target: jobs[job].target, preset: jobs[job].preset)
    }

    private func encoded(_ line: Line) -> String {
        ((try? JSONEncoder().encode(line)) ?? "{}") + "\n"
    }
}
