internal import Host
internal import Planning
internal import Savings

/// A build that succeeded: from what it was made, and what it made.
struct BuildRecord: Codable, Equatable {
    /// Arguments of go without the output's path.
    package var arguments: [String]
    /// The job's own variables, `NAME=VALUE`.
    package var environment: [String]
    package var workingDirectory: String
    /// Hooks before and after it, and arguments of upx.
    package var commands: [String]
    /// `BuildPlace.tools`
    package var tools: [String]
    /// `Revision.digest`; empty for a build without a stamp of version control.
    package var revision: String
    /// What lies at the output's place because of it: the binary first, then what go or hooks made beside it, as a library's header.
    package var outputs: [BuildInput.State]
    /// Lower-case hexadecimal SHA-256 of the binary.
    package var sha256: String
    /// Wall time.
    package var seconds: Double?
    /// Peak resident memory of all its processes together, bytes.
    var peakBytes: Int?

    /// What `job` at `place` says otherwise, in a word; nil when it was made as it says.
    func difference(from job: BuildJob, at place: BuildPlace) -> String? {
        if arguments != job.flags + [job.main] || workingDirectory != job.workingDirectory { return "other flags" }
        if commands != Self.commands(of: job) { return "other hooks" }
        let now = Self.environment(of: job)
        let names = Set(environment).symmetricDifference(now).map { String($0.prefix { $0 != "=" }) }
        if let name = names.min() { return "another \(name)" }
        return tools == place.tools(of: job) ? nil : "another compiler on PATH"
    }

    package static func commands(of job: BuildJob) -> [String] {
        job.before.map { "before: \($0.command)" } + (job.upx.map { ["upx"] + $0 } ?? [])
            + job.after.map { "after: \($0.command)" }
    }

    package static func environment(of job: BuildJob) -> [String] { job.environment.map { "\($0.name)=\($0.value)" } }
}
