package import Planning
package import Reports
internal import Toolchain

/// How one job of a plan ended.
package struct BuildOutcome: Sendable, Equatable {
    package var job: BuildJob
    package var status: BuildReport.Status
    /// Wall time, of the earlier build when nothing has changed since; nil for a job that did not run.
    package var seconds: Double?
    /// Peak resident memory of all processes of the build together, bytes; nil where the system does not tell.
    var peakBytes: Int?
    /// Why it failed or was skipped.
    package var reason: String?
    /// Change since the last build; nil where none is known.
    var cause: String?
    /// Lower-case hexadecimal SHA-256 of the binary, where it is known already.
    package var sha256: String?
    /// Of the earlier build when nothing has changed since; nil where go did not run or failed.
    package var work: BuildWork?
    /// Nil when it was not timed.
    package var timings: BuildTimings?
    /// Import paths of the packages compiled in, sorted; nil where go does not tell.
    package var linked: [String]?
    /// Outcomes of the builds that a universal one joins; empty for others.
    package var slices: [BuildOutcome] = []

    package init(
        job: BuildJob, status: BuildReport.Status, seconds: Double? = nil, peakBytes: Int? = nil, reason: String? = nil,
        cause: String? = nil, sha256: String? = nil
    ) {
        self.job = job
        self.status = status
        self.seconds = seconds
        self.peakBytes = peakBytes
        self.reason = reason
        self.cause = cause
        self.sha256 = sha256
    }

    /// There is a binary.
    package var isWhole: Bool { status.isMade }

    /// The report's entry, without what only the binary can tell.
    package func reported(command: String) -> BuildReport.Build {
        var build = BuildReport.Build(
            main: job.importPath, target: job.target, preset: job.preset, status: status, command: command,
            path: isWhole ? job.output : nil, sha256: sha256, seconds: seconds, peakBytes: peakBytes, reason: reason, cause: cause
        )
        build.work = work
        build.timings = timings
        build.linked = linked
        return build
    }
}

extension BuildJob {
    /// Display name: `cmd/pprof linux/amd64 strip`, with the import path for a main that several modules may have.
    var title: String { "\(main == "." || workingDirectory != "." ? importPath : main) \(target) \(preset)" }
}
