internal import JSON
public import Planning
internal import Reporting

/// Build events for machines: one JSON object a line.
public struct EventLine: Sendable {
    private struct Line: Encodable {
        /// `started`, `compiling`, `output`, `finished`, `checking`, `report`
        var event: String
        /// As the report calls the program.
        var main: String?
        var target: String?
        var preset: String?
        var package: String?
        var text: String?
        var status: String?
        var seconds: Double?
        var peakBytes: Int?
        var sha256: String?
        var path: String?
        var cause: String?
        var reason: String?
        var check: String?
        var builds: Int?
        var done: Int?
        var passed: Bool?
    }

    private let jobs: [BuildJob]

    public init(_ jobs: [BuildJob]) {
        self.jobs = jobs
    }

    /// With a line feed at its end.
    public func text(_ event: BuildEvent) -> String {
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
    public func end(report path: String, passed: Bool) -> String {
        encoded(Line(event: "report", path: path, passed: passed))
    }

    private func line(_ event: String, _ job: Int) -> Line {
        Line(event: event, main: jobs[job].importPath, target: jobs[job].target, preset: jobs[job].preset)
    }

    private func encoded(_ line: Line) -> String {
        ((try? JSONEncoder().encode(line)) ?? "{}") + "\n"
    }
}
