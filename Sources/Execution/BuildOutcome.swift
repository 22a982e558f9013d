public import Planning
public import Reporting

/// How one job of a plan ended.
public struct BuildOutcome: Sendable, Equatable {
    public var job: BuildJob
    public var status: BuildReport.Status
    /// Wall time; nil for a job that did not run.
    public var seconds: Double?
    /// Peak resident memory of the build's largest process, bytes; nil where the system does not tell.
    public var peakBytes: Int?
    /// Why it failed or was skipped.
    public var reason: String?

    public init(job: BuildJob, status: BuildReport.Status, seconds: Double? = nil, peakBytes: Int? = nil, reason: String? = nil) {
        self.job = job
        self.status = status
        self.seconds = seconds
        self.peakBytes = peakBytes
        self.reason = reason
    }

    /// The report's entry, without what only the binary can tell.
    public func reported(command: String) -> BuildReport.Build {
        let isWhole = status == .built || status == .unchanged
        return BuildReport.Build(
            main: job.importPath, target: job.target, preset: job.preset, status: status, command: command,
            path: isWhole ? job.output : nil, seconds: seconds, peakBytes: peakBytes, reason: reason)
    }
}

extension BuildJob {
    /// How people are told of it: `cmd/pprof linux/amd64 strip`.
    public var title: String { "\(main) \(target) \(preset)" }
}
